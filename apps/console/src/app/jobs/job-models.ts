import { DecimalPipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { MatTableModule } from '@angular/material/table';
import { formatUsd, type UsageByModel } from '@plot-palette/domain';

/** What each model was asked, and what it charged: tokens that its cache held are priced apart. */
@Component({
  selector: 'app-job-models',
  imports: [DecimalPipe, MatTableModule],
  templateUrl: './job-models.html',
  styles: `
    h2 {
      margin-bottom: 12px;
    }
  `,
})
export class JobModels {
  readonly usage = input.required<UsageByModel>();

  protected readonly formatUsd = formatUsd;
  protected readonly models = computed(() =>
    Object.entries(this.usage())
      .map(([alias, spent]) => ({ alias, ...spent }))
      .sort((a, b) => (a.alias < b.alias ? -1 : 1)),
  );
  /** A column only where some model says something in it. */
  protected readonly columns = computed(() => {
    const models = this.models();
    const isCached = models.some(
      ({ cacheReadTokens, cacheWriteTokens }) =>
        cacheReadTokens + cacheWriteTokens > 0,
    );
    const isLost = models.some(
      ({ writtenOffNanoUsd }) => writtenOffNanoUsd > 0,
    );
    return [
      'model',
      'calls',
      'inputTokens',
      ...(isCached ? ['cacheReadTokens', 'cacheWriteTokens'] : []),
      'outputTokens',
      'cost',
      ...(isLost ? ['writtenOff'] : []),
    ];
  });
}
