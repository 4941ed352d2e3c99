import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatButtonToggleHarness } from '@angular/material/button-toggle/testing';
import { Router, provideRouter } from '@angular/router';
import { fakeApi } from '../api/api-client.fixture';
import { ApiProblem } from '../api/api-problem';
import { CONSOLE_CONFIG } from '../config/console-config';
import { consoleConfig } from '../config/console-config.fixture';
import { Confirm } from '../layout/confirm';
import { provideIcons } from '../layout/icons';
import { JobPage } from './job-page';
import { JOB_ID, dashboard } from './job.fixture';
import { ResumeQuestion } from './resume-dialog';

const RECORD = {
  index: 0,
  seedRow: 4,
  attempts: 1,
  costNanoUsd: 2_000_000,
  createdAt: '2026-11-20T10:00:30.000Z',
};

describe(JobPage, () => {
  const load = vi.fn();
  const records = vi.fn();
  const download = vi.fn();
  const cancelJob = vi.fn();
  const deleteJob = vi.fn();
  const resumeJob = vi.fn();
  const ask = vi.fn();
  const askResume = vi.fn();
  let fixture: ComponentFixture<JobPage>;

  beforeEach(() => {
    vi.resetAllMocks();
    records.mockResolvedValue({ items: [] });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        fakeApi({
          dashboard: load,
          records,
          download,
          cancelJob,
          resumeJob,
          deleteJob,
        }),
        { provide: Confirm, useValue: { ask } },
        { provide: ResumeQuestion, useValue: { ask: askResume } },
        {
          provide: CONSOLE_CONFIG,
          useValue: consoleConfig({ modelNotice: 'Costs are notional.' }),
        },
      ],
    });
  });
  afterEach(() => vi.useRealTimers());

  function create(): void {
    fixture = TestBed.createComponent(JobPage);
    fixture.componentRef.setInput('jobId', JOB_ID);
  }

  async function open(): Promise<void> {
    create();
    await fixture.whenStable();
  }

  function element(): HTMLElement {
    return fixture.nativeElement;
  }

  function text(selector?: string): string {
    const root = element();
    const part = selector === undefined ? root : root.querySelector(selector);
    return part?.textContent ?? '';
  }

  async function press(label: RegExp): Promise<void> {
    const loader = TestbedHarnessEnvironment.loader(fixture);
    await (
      await loader.getHarness(MatButtonHarness.with({ text: label }))
    ).click();
    await fixture.whenStable();
  }

  it('shows progress, speed, what binds it, and the money', async () => {
    load.mockResolvedValue(dashboard());
    await open();
    const progress = text('app-job-progress');
    expect(progress).toContain('50 %');
    expect(progress).toMatch(/Not attempted\s+100/);
    expect(progress).toContain('2.5 records/s');
    expect(progress).toContain('40 s');
    expect(progress).toContain('limited by the model');
    expect(text('app-job-spend')).toMatch(/\$0\.50\s+of \$2\.00/);
    expect(text('app-model-notice')).toContain('Costs are notional.');
    expect(
      element()
        .querySelector('[role=progressbar]')
        ?.getAttribute('aria-valuetext'),
    ).toBe('90 accepted and 10 rejected of 200');
  });

  it('asks every two seconds while the job runs, and stops at its end', async () => {
    vi.useFakeTimers();
    load.mockResolvedValue(dashboard());
    create();
    await vi.advanceTimersByTimeAsync(100);
    expect(text()).toContain('Running');
    load.mockResolvedValue(
      dashboard({}, { status: 'FAILED', statusReason: 'No record came.' }),
    );
    await vi.advanceTimersByTimeAsync(2_100);
    expect(text()).toContain('No record came.');
    const calls = load.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(calls);
  });

  it('keeps what it knows when a refresh fails, and goes on', async () => {
    vi.useFakeTimers();
    load.mockResolvedValueOnce(dashboard());
    load.mockRejectedValueOnce(
      new ApiProblem({ status: 503, title: 'Busy', detail: 'Try again.' }),
    );
    load.mockResolvedValue(dashboard());
    create();
    await vi.advanceTimersByTimeAsync(2_200);
    expect(text('app-problem-panel')).toContain('Busy');
    expect(text()).toContain('Portraits');
    await vi.advanceTimersByTimeAsync(2_200);
    expect(text('app-problem-panel')).toBe('');
  });

  it('shows a job that is not there', async () => {
    load.mockRejectedValue(
      new ApiProblem({
        status: 404,
        title: 'Not found',
        detail: 'No such job.',
      }),
    );
    await open();
    expect(text('app-problem-panel')).toContain('No such job.');
  });

  it('shows the first records: answers with prompts, rejects with reasons', async () => {
    load.mockResolvedValue(dashboard());
    records.mockResolvedValue({
      items: [
        {
          record: {
            ...RECORD,
            status: 'accepted',
            prompts: { portrait: 'Write about Ada.' },
            steps: {
              portrait: {
                output: { title: 'Ada' },
                model: 'llama',
                inputTokens: 7,
                outputTokens: 9,
                costNanoUsd: 1,
                latencyMs: 1,
                stopReason: 'end_turn',
              },
            },
          },
          seed: { author: { name: 'Ada' } },
        },
        {
          record: {
            ...RECORD,
            index: 1,
            status: 'rejected',
            step: 'portrait',
            reason: 'the answer is not JSON',
            lastRawOutput: '<b>Sure!</b>',
          },
        },
      ],
    });
    await open();
    await fixture.whenStable();
    expect(records).toHaveBeenCalledWith(JOB_ID, 5, undefined);
    const shown = text('app-job-records');
    expect(shown).toContain('"title": "Ada"');
    expect(shown).toContain('Write about Ada.');
    expect(shown).toContain('seed row 5');
    expect(shown).toContain('the answer is not JSON');
    // Answers of models are text, whatever they look like.
    expect(shown).toContain('<b>Sure!</b>');
  });

  it('shows the rejected records alone when asked to', async () => {
    load.mockResolvedValue(dashboard());
    await open();
    const loader = TestbedHarnessEnvironment.loader(fixture);
    const toggle = await loader.getHarness(
      MatButtonToggleHarness.with({ text: 'Rejected' }),
    );
    await toggle.check();
    await fixture.whenStable();
    expect(records).toHaveBeenLastCalledWith(JOB_ID, 5, 'rejected');
  });

  it('asks for no rejected records where there are none', async () => {
    const shown = dashboard();
    load.mockResolvedValue({
      ...shown,
      totals: { ...shown.totals, rejected: 0 },
    });
    await open();
    expect(text('app-job-records')).not.toContain('Rejected');
  });

  it('links the exported files', async () => {
    const file = {
      format: 'JSONL' as const,
      key: 'jobs/1/exports/dataset.jsonl',
      rows: 190,
      bytes: 2_000,
      sha256: 'abc',
    };
    load.mockResolvedValue(
      dashboard({}, { status: 'COMPLETED', exports: [file] }),
    );
    download.mockResolvedValue({
      files: [{ ...file, url: 'https://bucket.example/x', expiresAt: '' }],
      companions: [
        {
          key: 'jobs/1/exports/README.md',
          url: 'https://bucket.example/card',
          expiresAt: '',
        },
      ],
    });
    await open();
    await fixture.whenStable();
    expect(text('app-job-downloads')).toMatch(
      /dataset\.jsonl.*190 rows.*2\.0 kB.*README\.md.*Dataset card/s,
    );
    const links = [...element().querySelectorAll('app-job-downloads a')];
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://bucket.example/x',
      'https://bucket.example/card',
    ]);
  });

  it('groups the files of partitions by format, each by its value', async () => {
    const files = (['JSONL', 'CSV'] as const).flatMap((format) =>
      ['a%2Fb', '__none__'].map((name) => ({
        format,
        partition: `category/${name}`,
        key: `jobs/1/exports/partitioned/category/${name}/records.${format}`,
        rows: 10,
        bytes: 2_000,
        sha256: 'abc',
      })),
    );
    load.mockResolvedValue(
      dashboard({}, { status: 'COMPLETED', exports: files }),
    );
    download.mockResolvedValue({
      files: files.map((file) => ({ ...file, url: file.key, expiresAt: '' })),
      companions: [],
    });
    await open();
    await fixture.whenStable();
    const groups = [...element().querySelectorAll('app-job-downloads details')];
    expect(groups).toHaveLength(2);
    expect(groups[1]?.textContent).toMatch(
      /CSV.*2 files.*20 rows.*4\.0 kB.*a\/b.*\(no value\)/s,
    );
    expect(
      [...(groups[1]?.querySelectorAll('a') ?? [])].map((link) =>
        link.getAttribute('href'),
      ),
    ).toEqual([files[2]?.key, files[3]?.key]);
  });

  it.each([true, false])('cancels only after a yes (%s)', async (isSure) => {
    load.mockResolvedValue(dashboard());
    ask.mockResolvedValue(isSure);
    await open();
    await press(/Cancel/);
    expect(cancelJob.mock.calls).toEqual(isSure ? [[JOB_ID]] : []);
  });

  it('says that it is stopping, and offers no second cancel', async () => {
    load.mockResolvedValue(dashboard({}, { cancelRequested: true }));
    await open();
    expect(text('.reason')).toContain('Stopping');
    expect(text('app-page-header')).not.toContain('Cancel');
  });

  it('shows why it could not be cancelled', async () => {
    load.mockResolvedValue(dashboard());
    ask.mockResolvedValue(true);
    cancelJob.mockRejectedValue(
      new ApiProblem({ status: 409, title: 'Conflict', detail: 'It is done.' }),
    );
    await open();
    await press(/Cancel/);
    expect(text('app-problem-panel')).toContain('It is done.');
  });

  it('resumes as it was told to, and not when it was not', async () => {
    load.mockResolvedValue(dashboard({}, { status: 'BUDGET_EXCEEDED' }));
    await open();
    askResume.mockResolvedValueOnce(undefined);
    await press(/Resume/);
    expect(resumeJob).not.toHaveBeenCalled();
    const request = { budgetUsd: 3, retryRejected: false };
    askResume.mockResolvedValueOnce(request);
    await press(/Resume/);
    expect(resumeJob).toHaveBeenCalledWith(JOB_ID, request);
  });

  it('goes to the list after a deletion', async () => {
    load.mockResolvedValue(dashboard({}, { status: 'COMPLETED' }));
    ask.mockResolvedValue(true);
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigateByUrl')
      .mockResolvedValue(true);
    await open();
    await press(/Delete/);
    expect(deleteJob).toHaveBeenCalledWith(JOB_ID);
    expect(navigate).toHaveBeenCalledWith('/jobs');
  });

  it.each([
    ['RUNNING', ['Cancel', 'Delete']],
    ['BUDGET_EXCEEDED', ['Resume', 'Delete']],
    ['COMPLETED_WITH_GAPS', ['Resume', 'Delete']],
    ['COMPLETED', ['Delete']],
    ['DELETING', []],
  ] as const)(
    'offers what may be done with a %s job',
    async (status, labels) => {
      load.mockResolvedValue(dashboard({}, { status }));
      await open();
      const buttons = [...element().querySelectorAll('app-page-header button')];
      expect(buttons.map((button) => button.textContent?.trim())).toEqual(
        labels,
      );
    },
  );
});
