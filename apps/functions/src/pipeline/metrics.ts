import {
  isPipelineSuccess,
  nanoToUsd,
  type PipelineLog,
} from '@plot-palette/domain';

export const NAMESPACE = 'PlotPalette/Pipeline';

type Unit = 'Count' | 'Milliseconds' | 'None';

/** Writes one line to the function's log. */
export type WriteLine = (line: string) => void;

/**
 * The metrics of an ended execution, as CloudWatch's embedded metric format: lines of the log that CloudWatch reads.
 * `Success` is 1 or 0, so its average is the success rate.
 */
export class PipelineMetrics {
  constructor(
    /** Tells deployments in one account apart. */
    private readonly pipeline: string,
    private readonly write: WriteLine,
  ) {}

  record(row: PipelineLog): void {
    this.emit(row, {}, [
      ['Success', 'Count', isPipelineSuccess(row.status) ? 1 : 0],
      ['Degraded', 'Count', row.status === 'DEGRADED' ? 1 : 0],
      ['ExecutionTime', 'Milliseconds', row.execution_time_ms],
      ['CostUsd', 'None', nanoToUsd(row.costNanoUsd)],
    ]);
    for (const [stage, elapsedMs] of Object.entries(row.stageTimes))
      this.emit(row, { Stage: stage }, [
        ['StageTime', 'Milliseconds', elapsedMs],
      ]);
    if (row.error !== undefined)
      this.emit(row, { Component: row.error.component }, [
        ['Errors', 'Count', 1],
      ]);
  }

  private emit(
    { pipeline_id, status, timestamp, execution_time_ms, error }: PipelineLog,
    dimensions: Readonly<Record<string, string>>,
    metrics: readonly (readonly [name: string, unit: Unit, value: number])[],
  ): void {
    const all = { Pipeline: this.pipeline, ...dimensions };
    this.write(
      JSON.stringify({
        _aws: {
          Timestamp: Date.parse(timestamp) + execution_time_ms,
          CloudWatchMetrics: [
            {
              Namespace: NAMESPACE,
              Dimensions: [Object.keys(all)],
              Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
            },
          ],
        },
        ...all,
        ...Object.fromEntries(metrics.map(([name, , value]) => [name, value])),
        pipeline_id,
        status,
        ...(error && { kind: error.kind }),
      }),
    );
  }
}
