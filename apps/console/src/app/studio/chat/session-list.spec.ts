import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import { provideRouter } from '@angular/router';
import { fakeClient } from '../../api/api-client.fixture';
import { ApiProblem } from '../../api/api-problem';
import { Confirm } from '../../layout/confirm';
import { provideIcons } from '../../layout/icons';
import { SESSION_ID } from '../runs/run-feed.fixture';
import { StudioApi } from '../studio-api';
import { PROJECT_ID, sessionHistory } from '../studio.fixture';
import { SessionList } from './session-list';

describe(SessionList, () => {
  const sessions = vi.fn();
  const renameSession = vi.fn();
  const deleteSession = vi.fn();
  const exportSession = vi.fn();
  const ask = vi.fn();
  let fixture: ComponentFixture<SessionList>;
  let loader: HarnessLoader;

  beforeEach(async () => {
    vi.resetAllMocks();
    const { history: _, ...session } = sessionHistory();
    sessions.mockResolvedValue({ items: [session] });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: Confirm, useValue: { ask } },
        fakeClient(StudioApi, {
          sessions,
          renameSession,
          deleteSession,
          exportSession,
        }),
      ],
    });
    fixture = TestBed.createComponent(SessionList);
    fixture.componentRef.setInput('projectId', PROJECT_ID);
    loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
    await fixture.whenStable();
  });

  const root = (): HTMLElement => fixture.nativeElement;

  async function choose(item: RegExp): Promise<void> {
    const menu = await loader.getHarness(MatMenuHarness);
    await menu.open();
    await menu.clickItem({ text: item });
    await fixture.whenStable();
  }

  function input(selector: string): HTMLInputElement {
    const found = root().querySelector<HTMLInputElement>(selector);
    if (found === null) throw new Error(`there is no ${selector}`);
    return found;
  }

  it('searches once typing pauses', async () => {
    input('input[type=search]').value = ' leak ';
    input('input[type=search]').dispatchEvent(new Event('input'));
    await vi.waitFor(() =>
      expect(sessions).toHaveBeenLastCalledWith(
        expect.objectContaining({ projectId: PROJECT_ID, search: 'leak' }),
      ),
    );
  });

  it('renames on Enter, and not twice', async () => {
    renameSession.mockResolvedValue(sessionHistory());
    await choose(/Rename/);
    const title = input('.rename');
    title.value = 'Leaks';
    title.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    title.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
    expect(renameSession.mock.calls).toEqual([[SESSION_ID, 'Leaks']]);
  });

  it('leaves the title alone on Escape', async () => {
    await choose(/Rename/);
    const title = input('.rename');
    title.value = 'Leaks';
    title.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    title.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
    expect(renameSession).not.toHaveBeenCalled();
  });

  it('asks before it deletes', async () => {
    ask.mockResolvedValueOnce(false);
    await choose(/Delete/);
    expect(deleteSession).not.toHaveBeenCalled();
    ask.mockResolvedValueOnce(true);
    await choose(/Delete/);
    expect(deleteSession).toHaveBeenCalledWith(SESSION_ID);
  });

  it('says why an export failed', async () => {
    exportSession.mockRejectedValue(
      new ApiProblem({ status: 404, title: 'Gone', detail: 'It expired.' }),
    );
    await choose(/Markdown/);
    expect(exportSession).toHaveBeenCalledWith(SESSION_ID, 'markdown');
    expect(root().textContent).toContain('It expired.');
  });
});
