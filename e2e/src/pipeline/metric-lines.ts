import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const WRITERS = /pipeline-(Log|LogFailure|RecordEnd)Function/;
const lineSchema = z.looseObject({
  pipeline_id: z.string(),
  Success: z.number().optional(),
  ExecutionTime: z.number().optional(),
  CostUsd: z.number().optional(),
  Stage: z.string().optional(),
  StageTime: z.number().optional(),
  Component: z.string().optional(),
  Errors: z.number().optional(),
});
export type MetricLine = z.infer<typeof lineSchema>;

/** The metrics that the pipeline's functions have logged, in the embedded metric format, by execution. */
export function metricLines(): Map<string, MetricLine[]> {
  const byExecution = new Map<string, MetricLine[]>();
  for (const text of logLines()) {
    if (!text.startsWith('{"_aws"')) continue;
    const line = lineSchema.parse(JSON.parse(text));
    const lines = byExecution.get(line.pipeline_id) ?? [];
    byExecution.set(line.pipeline_id, [...lines, line]);
  }
  return byExecution;
}

/** CloudWatch Logs reads them on AWS; the local cloud keeps them in files. */
function logLines(): string[] {
  const directory = join(
    dirname(process.env['PLOT_PALETTE_OUTPUTS'] ?? ''),
    'logs',
    'functions',
  );
  return readdirSync(directory)
    .filter((name) => WRITERS.test(name))
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'));
}
