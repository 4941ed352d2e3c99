import type { PipelineEnd } from '@plot-palette/domain';
import { metricLines, type MetricLine } from './metric-lines';
import type { MixedExecution } from './mixed-executions';
import type { PipelineClient } from './pipeline-client';
import { PIPELINE_FAULTS } from './pipeline-fault';

interface End {
  readonly pipeline_id: string;
  readonly status: string;
  readonly component: string | undefined;
}

/** How each execution had to end, in the order of their ids. */
export function promisedEnds(mixed: readonly MixedExecution[]): End[] {
  return sorted(
    mixed.map(({ fault, execution: { pipeline_id } }) => {
      const end: { status: PipelineEnd; component?: string } =
        fault === undefined
          ? { status: 'COMPLETED' }
          : PIPELINE_FAULTS[fault].end;
      const { status, component } = end;
      return { pipeline_id, status, component };
    }),
  );
}

/** How they ended by their rows: every row of the user. */
export async function loggedEnds(client: PipelineClient): Promise<End[]> {
  const rows = await client.list();
  return sorted(
    rows.map(({ pipeline_id, status, error }) => ({
      pipeline_id,
      status,
      component: error?.component,
    })),
  );
}

/** How they ended by their metrics. An execution that was counted twice, or not at all, shows as such. */
export function measuredEnds(mixed: readonly MixedExecution[]): object[] {
  const lines = metricLines();
  return sorted(
    mixed.map(({ execution: { pipeline_id } }) => ({
      pipeline_id,
      ...summary(lines.get(pipeline_id) ?? []),
    })),
  );
}

/** What {@link measuredEnds} has to be. */
export function promisedMeasures(mixed: readonly MixedExecution[]): object[] {
  return promisedEnds(mixed).map(({ pipeline_id, status, component }) => ({
    pipeline_id,
    success: [status === 'COMPLETED' || status === 'DEGRADED' ? 1 : 0],
    errors: component === undefined ? [] : [component],
  }));
}

function summary(lines: readonly MetricLine[]) {
  return {
    success: lines.flatMap(({ Success }) => Success ?? []),
    errors: lines.flatMap(({ Component }) => Component ?? []),
  };
}

function sorted<Item extends { readonly pipeline_id: string }>(
  items: readonly Item[],
): Item[] {
  return [...items].sort((a, b) => (a.pipeline_id < b.pipeline_id ? -1 : 1));
}
