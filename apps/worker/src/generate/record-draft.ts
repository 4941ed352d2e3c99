import {
  seedRowOf,
  type JsonObject,
  type JsonValue,
  type NanoUsd,
} from '@plot-palette/domain';
import {
  buildRequest,
  estimateBound,
  worstCaseCalls,
  type ModelRequest,
} from '@plot-palette/inference';
import {
  renderTemplate,
  seededRandom,
  TemplateRenderError,
  type Template,
} from '@plot-palette/templating';
import type { CallBounds } from '../budget/call-bounds';
import type { GenerationPlan, PlannedStep } from './generation-plan';

export interface RenderedCall {
  readonly request: ModelRequest;
  readonly prompt: string;
}

/** A record before its first call: its place, its row, and what it may cost. */
export interface RecordDraft {
  readonly index: number;
  readonly seedRow: number;
  readonly row: JsonObject;
  /** What is set aside for each step's calls before its prompt is known; the first step's is known. */
  readonly stepBounds: readonly NanoUsd[];
}

type Rendering =
  | { readonly kind: 'RENDERED'; readonly call: RenderedCall }
  | { readonly kind: 'FAILED'; readonly reason: string };

/** Renders the steps of one attempt. The same record draws the same random numbers in every attempt. */
export class AttemptRenderer {
  private readonly random: () => number;
  private readonly outputs: Record<string, { readonly output: JsonValue }> = {};

  constructor(
    private readonly plan: GenerationPlan,
    private readonly draft: Pick<RecordDraft, 'index' | 'row'>,
  ) {
    this.random = seededRandom(plan.jobSeed, draft.index);
  }

  render({ step, model, prompt, system }: PlannedStep): Rendering {
    try {
      const texts = {
        ...(system && { system: this.text(system) }),
        prompt: this.text(prompt),
      };
      if (texts.prompt.trim() === '')
        return { kind: 'FAILED', reason: 'the rendered prompt is empty' };
      const request = buildRequest({ ...step, ...texts }, model);
      return { kind: 'RENDERED', call: { request, prompt: texts.prompt } };
    } catch (error) {
      if (!(error instanceof TemplateRenderError)) throw error;
      return { kind: 'FAILED', reason: error.message };
    }
  }

  /** Makes a step's output known to the steps after it. */
  finish(stepId: string, output: JsonValue): void {
    this.outputs[stepId] = { output };
  }

  private text(template: Template): string {
    const context = { ...this.draft.row, steps: this.outputs };
    const { include } = this.plan;
    return renderTemplate(template, context, { random: this.random, include });
  }
}

/** Reads the record's row and finds out what the record may cost at most. */
export async function draftRecord(
  index: number,
  plan: GenerationPlan,
  bounds: CallBounds,
  readRow: (row: number) => Promise<JsonObject>,
): Promise<RecordDraft> {
  const seedRow = seedRowOf(plan.jobSeed, plan.rows, index);
  const row = await readRow(seedRow);
  return {
    index,
    seedRow,
    row,
    stepBounds: stepBounds(index, row, plan, bounds),
  };
}

function stepBounds(
  index: number,
  row: JsonObject,
  plan: GenerationPlan,
  bounds: CallBounds,
): NanoUsd[] {
  const rowBytes =
    plan.steps.length > 1 ? Buffer.byteLength(JSON.stringify(row)) : 0;
  const renderer = new AttemptRenderer(plan, { index, row });
  let earlierMaxTokens = 0;
  return plan.steps.map((planned, position) => {
    const { step, model } = planned;
    const first = position === 0 ? renderer.render(planned) : undefined;
    const bound =
      first?.kind === 'RENDERED'
        ? first.call.request.bound
        : estimateBound(step, model, { rowBytes, earlierMaxTokens });
    earlierMaxTokens += bound.maxTokens;
    return sumOf(
      worstCaseCalls(step, bound).map((call) => bounds.boundOf(call, model)),
    );
  });
}

export function sumOf(amounts: readonly NanoUsd[]): NanoUsd {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
