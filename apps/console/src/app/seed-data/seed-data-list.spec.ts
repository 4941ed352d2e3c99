import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { provideRouter } from '@angular/router';
import type { SeedState } from '@plot-palette/domain';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { Confirm } from '../layout/confirm';
import { provideIcons } from '../layout/icons';
import { SeedDataList } from './seed-data-list';
import { SEED_ID, seedData } from './seed-data.fixture';
import { SeedUploader } from './seed-uploader';

describe(SeedDataList, () => {
  const seeds = vi.fn();
  const deleteSeed = vi.fn();
  const upload = vi.fn();
  const ask = vi.fn();
  let fixture: ComponentFixture<SeedDataList>;

  beforeEach(() => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeApi({ seeds, deleteSeed }),
        { provide: SeedUploader, useValue: { upload } },
        { provide: Confirm, useValue: { ask } },
      ],
    });
  });
  afterEach(() => vi.useRealTimers());

  async function open(): Promise<void> {
    fixture = TestBed.createComponent(SeedDataList);
    await fixture.whenStable();
  }

  function text(): string {
    const element: HTMLElement = fixture.nativeElement;
    return element.textContent ?? '';
  }

  function answer(state: SeedState, error?: string): void {
    const seed = seedData({ state, ...(error === undefined ? {} : { error }) });
    seeds.mockResolvedValue({ items: [seed] });
  }

  async function choose(file: File): Promise<void> {
    const element: HTMLElement = fixture.nativeElement;
    const input = element.querySelector<HTMLInputElement>('input[type=file]');
    if (input === null) throw new Error('there is no file input');
    Object.defineProperty(input, 'files', { value: [file] });
    input.dispatchEvent(new Event('change'));
    await fixture.whenStable();
  }

  it('follows an uploaded file through its states until it is settled', async () => {
    vi.useFakeTimers();
    answer('AWAITING_UPLOAD');
    fixture = TestBed.createComponent(SeedDataList);
    await vi.advanceTimersByTimeAsync(100);
    expect(text()).toContain('Waiting for the file');
    answer('PROFILING');
    await vi.advanceTimersByTimeAsync(1_700);
    expect(text()).toContain('Being read');
    answer('INVALID', 'authors.jsonl, row 3: not a JSON object.');
    await vi.advanceTimersByTimeAsync(1_700);
    expect(text()).toContain('row 3: not a JSON object');
    const calls = seeds.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seeds).toHaveBeenCalledTimes(calls);
  });

  it('uploads a chosen file and asks for the list again', async () => {
    seeds.mockResolvedValue({ items: [] });
    upload.mockResolvedValue(seedData({ state: 'AWAITING_UPLOAD' }));
    await open();
    expect(text()).toContain('No seed data yet');
    answer('READY');
    const file = new File(['{}'], 'authors.jsonl');
    await choose(file);
    expect(upload).toHaveBeenCalledWith(file, expect.any(Function));
    expect(text()).toContain('Ready');
  });

  it('refuses a file of another kind without sending it', async () => {
    seeds.mockResolvedValue({ items: [] });
    await open();
    await choose(new File(['x'], 'paper.pdf'));
    expect(text()).toContain('paper.pdf: only .json, .jsonl and .csv');
    expect(upload).not.toHaveBeenCalled();
  });

  it('shows why an upload failed', async () => {
    seeds.mockResolvedValue({ items: [] });
    upload.mockRejectedValue(
      new ApiProblem({ status: 0, title: 'No upload', detail: 'Offline.' }),
    );
    await open();
    await choose(new File(['{}'], 'authors.jsonl'));
    expect(text()).toContain('Offline.');
  });

  it.each([true, false])('deletes only after a yes (%s)', async (isSure) => {
    answer('READY');
    ask.mockResolvedValue(isSure);
    await open();
    const button = await TestbedHarnessEnvironment.loader(fixture).getHarness(
      MatButtonHarness.with({ selector: '[aria-label="Delete authors"]' }),
    );
    await button.click();
    expect(deleteSeed.mock.calls).toEqual(isSure ? [[SEED_ID]] : []);
  });
});
