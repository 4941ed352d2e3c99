import type { ModelDay } from '@plot-palette/domain';
import type { MetricsScope, StudioMetricsStore } from '@plot-palette/stores';

/** What was counted of runs, filled by the test. */
export class MemoryMetrics implements Pick<StudioMetricsStore, 'list'> {
  readonly days = new Map<MetricsScope, ModelDay[]>();

  async list(
    scope: MetricsScope,
    { from, to }: { from: string; to: string },
  ): Promise<ModelDay[]> {
    const days = this.days.get(scope) ?? [];
    return days.filter(({ day }) => day >= from && day <= to);
  }
}
