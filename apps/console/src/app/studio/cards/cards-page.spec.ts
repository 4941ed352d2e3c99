import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import { MatSlideToggleHarness } from '@angular/material/slide-toggle/testing';
import { provideRouter } from '@angular/router';
import { fakeClient } from '../../api/api-client.fixture';
import { ApiProblem } from '../../api/api-problem';
import { Confirm } from '../../layout/confirm';
import { provideIcons } from '../../layout/icons';
import { StudioApi } from '../studio-api';
import { CARD_ID, PROJECT_ID, project, promptCard } from '../studio.fixture';
import { CardsApi } from './cards-api';
import { CardsPage } from './cards-page';

const OTHER_ID = '2a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0c04';

describe(CardsPage, () => {
  const card = vi.fn();
  const createCard = vi.fn();
  const updateCard = vi.fn();
  const reorderCards = vi.fn();
  const rollBackCard = vi.fn();
  const labelCard = vi.fn();
  const ask = vi.fn();
  let fixture: ComponentFixture<CardsPage>;
  let loader: HarnessLoader;

  beforeEach(() => {
    vi.resetAllMocks();
    const cards = [
      promptCard(),
      promptCard({ promptId: OTHER_ID, title: 'Tone', labels: {} }),
    ];
    card.mockImplementation(() => Promise.resolve(promptCard()));
    updateCard.mockResolvedValue(promptCard({ version: 4 }));
    reorderCards.mockResolvedValue([...cards].reverse());
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: Confirm, useValue: { ask } },
        fakeClient(StudioApi, { project: () => Promise.resolve(project()) }),
        fakeClient(CardsApi, {
          cards: () => Promise.resolve(cards),
          cardVersions: () =>
            Promise.resolve({
              items: [promptCard(), promptCard({ version: 2 })],
            }),
          cardDiff: () =>
            Promise.resolve({
              from: promptCard({ version: 2 }),
              to: promptCard(),
              hunks: [
                {
                  fromLine: 1,
                  toLine: 1,
                  lines: [
                    { kind: 'removed', text: 'Be curt.' },
                    { kind: 'added', text: 'Be kind.' },
                  ],
                },
              ],
            }),
          card,
          createCard,
          updateCard,
          reorderCards,
          rollBackCard,
          labelCard,
        }),
      ],
    });
  });

  async function open(cardId?: string): Promise<void> {
    fixture = TestBed.createComponent(CardsPage);
    fixture.componentRef.setInput('projectId', PROJECT_ID);
    fixture.componentRef.setInput('card', cardId);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  const text = (selector: string): string => {
    const root: HTMLElement = fixture.nativeElement;
    return root.querySelector(selector)?.textContent ?? '';
  };

  async function press(filters: { text?: string; selector?: string }) {
    await (await loader.getHarness(MatButtonHarness.with(filters))).click();
    await fixture.whenStable();
  }

  async function fill(label: string, value: string): Promise<void> {
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: label }),
    );
    await (await field.getControl(MatInputHarness))?.setValue(value);
    await fixture.whenStable();
  }

  async function choose(version: number, item: RegExp): Promise<void> {
    const selector = `[aria-label="More for version ${version}"]`;
    const menu = await loader.getHarness(MatMenuHarness.with({ selector }));
    await menu.open();
    await menu.clickItem({ text: item });
    await fixture.whenStable();
  }

  it('saves as the next version of the one it showed', async () => {
    await open(CARD_ID);
    await fill('Title', 'The role');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    await press({ text: 'Save' });
    expect(updateCard).toHaveBeenCalledWith(
      expect.objectContaining({ promptId: CARD_ID, version: 3 }),
      expect.objectContaining({ title: 'The role', tags: ['role'] }),
    );
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
    expect(text('app-card-editor')).toContain('Version 4');
  });

  it('tells that the card was changed, and loads the newer one on request', async () => {
    updateCard.mockRejectedValue(
      new ApiProblem({ status: 412, title: 'Changed', detail: 'Version 4.' }),
    );
    await open(CARD_ID);
    await fill('Title', 'Mine');
    await press({ text: 'Save' });
    expect(text('app-card-editor')).toContain('Version 4.');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    card.mockResolvedValue(promptCard({ version: 4, title: 'Theirs' }));
    await press({ text: 'Load the newer one' });
    expect(text('app-card-editor h2')).toContain('Theirs');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
  });

  it('sends nothing while a field is wrong', async () => {
    await open('new');
    await press({ text: 'Save' });
    expect(createCard).not.toHaveBeenCalled();
  });

  it('begins an empty card after one that was made and not yet read again', async () => {
    createCard.mockResolvedValue(promptCard({ version: 1 }));
    card.mockReturnValue(new Promise(() => undefined));
    await open('new');
    await fill('Title', 'Role');
    const content: HTMLTextAreaElement | null =
      fixture.nativeElement.querySelector('#card-content');
    if (content === null) throw new Error('there is no content');
    content.value = 'You are the support.';
    content.dispatchEvent(new Event('input'));
    await press({ text: 'Save' });
    fixture.componentRef.setInput('card', CARD_ID);
    TestBed.tick();
    expect(text('app-card-editor h2')).toContain('Role');
    fixture.componentRef.setInput('card', 'new');
    TestBed.tick();
    expect(text('app-card-editor h2')).toBe('New card');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
  });

  it('moves a card by its buttons', async () => {
    await open();
    await press({ selector: '[aria-label="Move Role down"]' });
    expect(reorderCards).toHaveBeenCalledWith(PROJECT_ID, [OTHER_ID, CARD_ID]);
    expect(text('app-card-list li')).toContain('Tone');
  });

  it('switches a card off without changing what it says', async () => {
    await open();
    const [toggle] = await loader.getAllHarnesses(MatSlideToggleHarness);
    await toggle?.toggle();
    await fixture.whenStable();
    expect(updateCard).toHaveBeenCalledWith(
      expect.objectContaining({ promptId: CARD_ID, version: 3 }),
      expect.objectContaining({
        isActive: false,
        content: 'You are the support.',
      }),
    );
  });

  it('switches back when the card was changed meanwhile', async () => {
    updateCard.mockRejectedValue(
      new ApiProblem({ status: 412, title: 'Changed', detail: 'Version 4.' }),
    );
    await open();
    const [toggle] = await loader.getAllHarnesses(MatSlideToggleHarness);
    await toggle?.toggle();
    await fixture.whenStable();
    expect(await toggle?.isChecked()).toBe(true);
    expect(text('app-problem-panel')).toContain('Version 4.');
  });

  it('compares a version with the latest one', async () => {
    await open(CARD_ID);
    await choose(2, /Compare/);
    expect(text('app-card-diff .removed')).toContain('Be curt.');
    expect(text('app-card-diff .added')).toContain('Be kind.');
  });

  it('rolls back to a version', async () => {
    rollBackCard.mockResolvedValue(promptCard({ version: 4 }));
    await open(CARD_ID);
    await choose(2, /Roll back/);
    expect(rollBackCard).toHaveBeenCalledWith(
      expect.objectContaining({ version: 3 }),
      2,
    );
    expect(text('app-card-editor')).toContain('Version 4');
  });

  it('asks before a rollback replaces what was typed', async () => {
    rollBackCard.mockResolvedValue(promptCard({ version: 4 }));
    ask.mockResolvedValueOnce(false);
    await open(CARD_ID);
    await fill('Title', 'Half typed');
    await choose(2, /Roll back/);
    expect(rollBackCard).not.toHaveBeenCalled();
    ask.mockResolvedValueOnce(true);
    await choose(2, /Roll back/);
    expect(rollBackCard).toHaveBeenCalledTimes(1);
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
  });

  it('labels a version, and keeps what was typed meanwhile', async () => {
    labelCard.mockResolvedValue(promptCard({ labels: { production: 3 } }));
    await open(CARD_ID);
    await fill('Title', 'Half typed');
    await choose(3, /production/);
    expect(labelCard).toHaveBeenCalledWith(
      expect.objectContaining({ promptId: CARD_ID }),
      'production',
      3,
    );
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    expect(text('app-card-versions li')).toContain('production');
  });
});
