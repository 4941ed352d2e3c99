import { TestBed } from '@angular/core/testing';
import { EMPTY_TOTALS, type Dashboard, type Job } from '@plot-palette/domain';
import { JobProgress } from './job-progress';
import { dashboard } from './job.fixture';

describe(JobProgress, () => {
  async function show(
    overrides: Partial<Dashboard> = {},
    ofJob: Partial<Job> = {},
  ) {
    const fixture = TestBed.createComponent(JobProgress);
    fixture.componentRef.setInput('dashboard', dashboard(overrides, ofJob));
    await fixture.whenStable();
    const element: HTMLElement = fixture.nativeElement;
    const texts = (selector: string) =>
      [...element.querySelectorAll(selector)].map(
        (part) => part.textContent?.trim().replace(/\s+/g, ' ') ?? '',
      );
    const names = texts('dt');
    const figures = Object.fromEntries(
      texts('dd').map((figure, row) => [names[row] ?? '', figure]),
    );
    const bar = element.querySelector('[role=progressbar]');
    const parts = [...(bar?.querySelectorAll('span') ?? [])].map(
      ({ title, style }) => [title, Number.parseFloat(style.width)],
    );
    return { texts, figures, bar, parts };
  }

  const totals = {
    ...EMPTY_TOTALS,
    accepted: 90,
    rejected: 11,
    calls: 120,
    inputTokens: 12_345,
    outputTokens: 678,
    resentRecords: 3,
    resentNanoUsd: 4_000_000,
  };

  it('counts records, calls and tokens, and says what comes next', async () => {
    const { texts, figures } = await show({ totals });
    // 101 of 200: not 51 before 102 are done.
    expect(texts('.big')).toEqual(['50 %']);
    expect(figures).toEqual({
      Accepted: '90',
      Rejected: '11',
      'Not attempted': '99',
      Speed: '2.5 records/s',
      'Time left': '40 s',
      'Calls in flight': '8',
      'Model calls': '120',
      'Tokens in, out': '12,345, 678',
      'Asked again after a lost worker': '3 records, $0.0040',
    });
    expect(texts('.note')).toEqual([expect.stringContaining('by the model')]);
  });

  it('says why a worker waits for a model that takes no calls', async () => {
    const shard = {
      shard: 0,
      outcome: 'RUNNING',
      reason: '',
      accepted: 90,
      rejected: 10,
      records: 200,
      bindingLimit: 'MODEL',
      heartbeatAt: '2026-11-20T10:01:00.000Z',
    } as const;
    const reason = 'The model takes no calls: 503. A call is trying it now.';
    const { texts } = await show({
      shards: [
        { ...shard, outcome: 'INTERRUPTED', reason: 'It was taken away.' },
        { ...shard, shard: 1, reason },
      ],
    });
    expect(texts('.note')).toEqual([reason]);
  });

  it('draws accepted and rejected records as shares of the job', async () => {
    const { bar, parts } = await show({ totals });
    expect(parts).toEqual([
      ['Accepted', 45],
      ['Rejected', 5.5],
    ]);
    expect(bar?.getAttribute('aria-valuetext')).toBe(
      '90 accepted and 11 rejected of 200',
    );
  });

  it('foretells nothing of a job that has ended', async () => {
    const { texts, figures } = await show({}, { status: 'CANCELLED' });
    expect(figures).toMatchObject({ Accepted: '90', Speed: '2.5 records/s' });
    expect(Object.keys(figures)).not.toContain('Time left');
    expect(Object.keys(figures)).not.toContain('Calls in flight');
    expect(texts('.note')).toEqual([]);
  });
});
