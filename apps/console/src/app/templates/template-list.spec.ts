import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatTableHarness } from '@angular/material/table/testing';
import { provideRouter } from '@angular/router';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { provideIcons } from '../layout/icons';
import { TemplateList } from './template-list';
import { template } from './template.fixture';

describe(TemplateList, () => {
  const templates = vi.fn();
  let fixture: ComponentFixture<TemplateList>;

  beforeEach(() => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [provideRouter([]), provideIcons(), fakeApi({ templates })],
    });
  });

  async function open(inputs: Record<string, string> = {}) {
    fixture = TestBed.createComponent(TemplateList);
    for (const [name, value] of Object.entries(inputs))
      fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    return TestbedHarnessEnvironment.loader(fixture);
  }

  function text(): string {
    const element: HTMLElement = fixture.nativeElement;
    return element.textContent ?? '';
  }

  it('says how to begin when there is nothing', async () => {
    templates.mockResolvedValue({ items: [] });
    await open();
    expect(text()).toContain('No templates yet');
  });

  it('shows why it could not load and loads on request', async () => {
    templates.mockRejectedValueOnce(
      new ApiProblem({ status: 503, title: 'Try again', detail: 'Busy.' }),
    );
    const loader = await open();
    expect(text()).toContain('Busy.');
    templates.mockResolvedValue({ items: [template()] });
    await (
      await loader.getHarness(MatButtonHarness.with({ text: 'Try again' }))
    ).click();
    expect(text()).toContain('Author portraits');
    expect(text()).not.toContain('Busy.');
  });

  it('finds by name, whatever the case', async () => {
    templates.mockResolvedValue({
      items: [template(), template({ name: 'Écrivains' })],
    });
    const loader = await open({ search: 'écri' });
    const rows = await (await loader.getHarness(MatTableHarness)).getRows();
    expect(rows).toHaveLength(1);
    expect(await rows[0]?.getCellTextByColumnName()).toMatchObject({
      name: expect.stringContaining('Écrivains'),
    });
  });

  it('follows the cursor and comes back', async () => {
    templates.mockResolvedValue({ items: [template()], nextCursor: 'c2' });
    const loader = await open({ show: 'public' });
    const press = async (name: string) =>
      (
        await loader.getHarness(
          MatButtonHarness.with({ selector: `[aria-label="${name}"]` }),
        )
      ).click();
    await press('Next page');
    expect(templates).toHaveBeenLastCalledWith('public', { cursor: 'c2' });
    expect(text()).toContain('Page 2');
    await press('Previous page');
    expect(templates).toHaveBeenLastCalledWith('public', { cursor: undefined });
  });
});
