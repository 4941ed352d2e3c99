import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  type JobSnapshot,
  type JsonObject,
  type NanoUsd,
} from '@plot-palette/domain';
import { PromptRenderer } from '../templates/prompt-renderer';
import {
  expectedAnswer,
  expectedRecordCost,
  worstRecordCost,
} from './record-costs';
import { SampleRows } from './sample-rows';

export interface SampledCosts {
  /** The dearest of the sampled rows. */
  readonly worstRecordNanoUsd: NanoUsd;
  /** The average of the sampled rows. */
  readonly expectedRecordNanoUsd: NanoUsd;
}

/** Sampling ends here, so that a slow template cannot hold the request. */
const SAMPLING_MS = 3_000;

/** Renders the prompts over the first rows of the seed file to see what a record may cost. */
@Injectable()
export class RecordSampler {
  constructor(
    private readonly rows: SampleRows,
    private readonly renderer: PromptRenderer,
  ) {}

  /** @throws InvalidInput when the template can be rendered with none of the rows. */
  async sample(snapshot: JobSnapshot): Promise<SampledCosts> {
    const rows = await this.rows.read(snapshot.seed.rowsKey);
    const endAt = Date.now() + SAMPLING_MS;
    const costs: { worst: NanoUsd; expected: NanoUsd }[] = [];
    let problem = '';
    for (const [index, row] of rows.entries()) {
      const { prompts, issues } = this.render(snapshot, row, index);
      const [issue] = issues;
      if (issue === undefined) {
        const { models, template } = snapshot;
        const record = { steps: template.steps, models, row, prompts };
        costs.push({
          worst: worstRecordCost(record),
          expected: expectedRecordCost(record),
        });
      } else {
        problem ||= `row ${index + 1}, step ${issue.stepId}: ${issue.message}`;
      }
      if (Date.now() > endAt) break;
    }
    if (costs.length === 0)
      throw new InvalidInput(
        `The template cannot be rendered with any of the first rows. ${problem}`,
        { issues: [{ where: 'template', message: problem }] },
      );
    const total = costs.reduce((sum, { expected }) => sum + expected, 0);
    return {
      worstRecordNanoUsd: Math.max(...costs.map(({ worst }) => worst)),
      expectedRecordNanoUsd: Math.ceil(total / costs.length),
    };
  }

  private render(
    { template, fragments, request }: JobSnapshot,
    row: JsonObject,
    index: number,
  ) {
    return this.renderer.render(template.steps, fragments, row, {
      seed: request.jobSeed,
      index,
      outputOf: expectedAnswer,
    });
  }
}
