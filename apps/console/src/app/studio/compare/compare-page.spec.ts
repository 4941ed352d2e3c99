import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { provideRouter } from '@angular/router';
import { fakeApi, fakeClient } from '../../api/api-client.fixture';
import { provideIcons } from '../../layout/icons';
import { CardsApi } from '../cards/cards-api';
import { delta, eventsOf, started } from '../runs/run-feed.fixture';
import { RUN_PORTS } from '../runs/run-ports-token';
import { FakeWorld } from '../runs/run-ports.fixture';
import { StudioApi } from '../studio-api';
import {
  CARD_ID,
  PROJECT_ID,
  project,
  promptCard,
  run,
} from '../studio.fixture';
import { ComparePage } from './compare-page';

describe(ComparePage, () => {
  const startComparison = vi.fn();
  const stopComparison = vi.fn();
  const runs = [
    run({ runId: crypto.randomUUID() }),
    run({ runId: crypto.randomUUID() }),
  ] as const;
  let world: FakeWorld;
  let fixture: ComponentFixture<ComparePage>;
  let loader: HarnessLoader;

  beforeEach(async () => {
    vi.resetAllMocks();
    world = new FakeWorld();
    startComparison.mockResolvedValue({ comparisonId: 'c-1', runs });
    stopComparison.mockResolvedValue(undefined);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: RUN_PORTS, useValue: world },
        fakeApi({ models: () => Promise.resolve([]) }),
        fakeClient(CardsApi, { cards: () => Promise.resolve([promptCard()]) }),
        fakeClient(StudioApi, {
          project: () => Promise.resolve(project()),
          run: (runId) =>
            Promise.resolve(run({ runId, timeToFirstTokenMs: 320 })),
          startComparison,
          stopComparison,
        }),
      ],
    });
    fixture = TestBed.createComponent(ComparePage);
    fixture.componentRef.setInput('projectId', PROJECT_ID);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  });

  const press = async (text: string | RegExp): Promise<void> => {
    await (await loader.getHarness(MatButtonHarness.with({ text }))).click();
    await fixture.whenStable();
  };

  async function compare(): Promise<void> {
    const message = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: 'Message' }),
    );
    await (await message.getControl(MatInputHarness))?.setValue('Which?');
    const [cards] = await loader.getAllHarnesses(
      MatFormFieldHarness.with({ floatingLabelText: 'Cards' }),
    );
    const select = await cards?.getControl(MatSelectHarness);
    await select?.clickOptions({ text: 'production' });
    await press(/Run all/);
    world.socket.open();
  }

  const results = (): string[] => {
    const root: HTMLElement = fixture.nativeElement;
    return [...root.querySelectorAll('app-compare-result')].map(
      ({ textContent }) => textContent ?? '',
    );
  };

  it('runs one input with the cards of a label and with the latest ones', async () => {
    await compare();
    expect(startComparison).toHaveBeenCalledWith(
      {
        projectId: PROJECT_ID,
        text: 'Which?',
        columns: [
          { parameters: {}, cardVersions: { [CARD_ID]: 2 } },
          { parameters: {}, cardVersions: {} },
        ],
      },
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    );
    for (const event of eventsOf(['Mine.'], runs[0].runId))
      world.socket.tell(event);
    for (const event of [
      started(runs[1].runId),
      delta(2, 'Yours', runs[1].runId),
    ])
      world.socket.tell(event);
    await fixture.whenStable();
    expect(results()[0]).toContain('Mine.');
    expect(results()[0]).toContain('48 out');
    expect(results()[0]).toContain('first token after 320 ms');
    expect(results()[1]).toContain('Yours');
  });

  it('stops all columns together', async () => {
    await compare();
    expect(document.activeElement?.textContent).toBe('Answers');
    await press(/Stop all/);
    expect(stopComparison).toHaveBeenCalledWith('c-1');
  });

  it('has between two and four columns', async () => {
    const remove = await loader.getHarness(
      MatButtonHarness.with({ selector: '[aria-label="Remove column 1"]' }),
    );
    expect(await remove.isDisabled()).toBe(true);
    await press(/Add a column/);
    await press(/Add a column/);
    const add = await loader.getHarness(
      MatButtonHarness.with({ text: /Add a column/ }),
    );
    expect(await add.isDisabled()).toBe(true);
    expect(await remove.isDisabled()).toBe(false);
  });
});
