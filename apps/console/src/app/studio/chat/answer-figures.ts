import { Component, computed, input } from '@angular/core';
import {
  formatUsd,
  type AnswerMessage,
  type RunUsage,
} from '@plot-palette/domain';
import { formatMilliseconds } from '../../layout/sizes';

export type Figures = Pick<
  AnswerMessage,
  'model' | 'usage' | 'costNanoUsd' | 'timeToFirstTokenMs' | 'processingTime'
>;

/** What an answer took: tokens, money and time. */
@Component({
  selector: 'app-answer-figures',
  template: `
    @for (figure of figures(); track $index) {
      <span>{{ figure }}</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      color: var(--mat-sys-on-surface-variant);
      font-size: 0.8125rem;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class AnswerFigures {
  readonly answer = input.required<Figures>();
  protected readonly figures = computed(() => figuresOf(this.answer()));
}

export function figuresOf(answer: Figures): string[] {
  const { model, usage, timeToFirstTokenMs, processingTime } = answer;
  return [
    ...(model === '' ? [] : [model]),
    ...(usage === undefined
      ? []
      : [...tokensOf(usage), formatUsd(answer.costNanoUsd)]),
    ...(timeToFirstTokenMs === undefined
      ? []
      : [`first token after ${formatMilliseconds(timeToFirstTokenMs)}`]),
    ...(processingTime === undefined
      ? []
      : [`${formatMilliseconds(processingTime)} in all`]),
  ];
}

function tokensOf(usage: RunUsage): string[] {
  const about = usage.estimated ? 'about ' : '';
  return [
    `${about}${count(usage.inputTokens)} tokens in`,
    ...(usage.cacheReadTokens === 0
      ? []
      : [`${count(usage.cacheReadTokens)} cached`]),
    ...(usage.cacheWriteTokens === 0
      ? []
      : [`${count(usage.cacheWriteTokens)} put into the cache`]),
    `${about}${count(usage.outputTokens)} out`,
  ];
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
