import { TestBed } from '@angular/core/testing';
import type { Dashboard } from '@plot-palette/domain';
import { JobSpend } from './job-spend';
import { dashboard } from './job.fixture';

describe(JobSpend, () => {
  async function show(ledger: Partial<Dashboard['ledger']> = {}) {
    const shown = dashboard();
    const fixture = TestBed.createComponent(JobSpend);
    fixture.componentRef.setInput('dashboard', {
      ...shown,
      totals: {
        ...shown.totals,
        modelNanoUsd: 420_000_000,
        infrastructureNanoUsd: 80_000_000,
      },
      ledger: { ...shown.ledger, ...ledger },
    });
    await fixture.whenStable();
    const element: HTMLElement = fixture.nativeElement;
    const texts = (selector: string) =>
      [...element.querySelectorAll(selector)].map(
        (part) => part.textContent?.trim().replace(/\s+/g, ' ') ?? '',
      );
    const names = texts('dt');
    const amounts = Object.fromEntries(
      texts('dd').map((amount, row) => [names[row] ?? '', amount]),
    );
    const bar = element.querySelector('[role=progressbar]');
    const parts = [...(bar?.querySelectorAll('span') ?? [])].map(
      ({ title, style }) => [title, Number.parseFloat(style.width)],
    );
    return { element, texts, amounts, bar, parts };
  }

  it('says how much of the budget is settled, reserved and left, and for what', async () => {
    const { texts, amounts } = await show();
    expect(texts('.big')).toEqual(['$0.50 of $2.00']);
    expect(amounts).toEqual({
      Settled: '$0.50',
      Reserved: '$0.10',
      Left: '$1.30',
      Models: '$0.42',
      'Workers and storage': '$0.08',
    });
  });

  it('draws the same as shares of the budget', async () => {
    const { bar, parts } = await show();
    expect(parts).toEqual([
      ['Settled', 25],
      ['Written off', 0],
      ['Reserved', 5],
    ]);
    expect(bar?.getAttribute('aria-valuenow')).toBe('30');
    expect(bar?.getAttribute('aria-valuetext')).toBe(
      '$0.50 settled, $0.10 reserved, of $2.00',
    );
  });

  it('counts what was written off as spent, and says why', async () => {
    const { element, texts, amounts, parts } = await show({
      writtenOffNanoUsd: 200_000_000,
    });
    expect(texts('.big')).toEqual(['$0.70 of $2.00']);
    expect(amounts).toMatchObject({ Settled: '$0.50', 'Written off': '$0.20' });
    expect(parts).toContainEqual(['Written off', 10]);
    expect(element.textContent).toContain('a worker that died');
  });
});
