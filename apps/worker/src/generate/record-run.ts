import type {
  AcceptedRecord,
  DatasetRecord,
  RejectedRecord,
  StepResult,
  UsageByModel,
} from '@plot-palette/domain';
import type { Reservation } from '../budget/reservation';
import { timestampOf } from '../clock';
import type { AttemptOutcome } from './error-rate';
import type { GenerationPlan, PlannedStep } from './generation-plan';
import type { CallTools } from './model-call';
import { AttemptRenderer, sumOf, type RecordDraft } from './record-draft';
import { RecordSpend } from './record-spend';
import { StepRun, type StepEnd, type StepFailure } from './step-run';

export type RecordEnd =
  | { readonly kind: 'FINAL'; readonly record: DatasetRecord }
  /** Begun but not final: it will be asked for again, what it cost stays spent. */
  | { readonly kind: 'ABANDONED'; readonly usage: UsageByModel };

type Attempt =
  | {
      readonly kind: 'ACCEPTED';
      readonly parts: Pick<AcceptedRecord, 'steps' | 'prompts'>;
    }
  | StepFailure
  | { readonly kind: 'GIVEN_UP' };

/** One record from its draft to its end: attempts of all its steps in order, until one is accepted or none is left. */
export class RecordRun {
  private readonly spend = new RecordSpend();

  constructor(
    private readonly plan: GenerationPlan,
    private readonly draft: RecordDraft,
    private readonly reservation: Reservation,
    private readonly tools: CallTools,
    private readonly onAttempt: (outcome: AttemptOutcome) => void,
  ) {}

  /** What its calls came to so far. */
  get usage(): UsageByModel {
    return this.spend.usage;
  }

  async run(): Promise<RecordEnd> {
    try {
      return await this.attempts();
    } finally {
      this.reservation.release();
    }
  }

  private async attempts(): Promise<RecordEnd> {
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.attempt();
      if (attempt.kind === 'GIVEN_UP') return this.abandoned();
      if (attempt.kind === 'ACCEPTED') {
        this.onAttempt({ kind: 'ACCEPTED' });
        return this.final(attempts, { status: 'accepted', ...attempt.parts });
      }
      this.onAttempt({
        kind: attempt.cause === 'REFUSAL' ? 'REFUSED' : 'FAILED',
        reason: attempt.reason,
      });
      if (attempt.cause !== 'ANSWER' || attempts >= this.plan.maxAttempts)
        return this.final(attempts, rejection(attempt));
      if (this.tools.stop.stop !== undefined) return this.abandoned();
      if (!(await this.reservation.ensure(sumOf(this.draft.stepBounds))))
        return this.abandoned();
    }
  }

  private async attempt(): Promise<Attempt> {
    const renderer = new AttemptRenderer(this.plan, this.draft);
    const steps: Record<string, StepResult> = {};
    const prompts: Record<string, string> = {};
    for (const [position, planned] of this.plan.steps.entries()) {
      const end = await this.step(planned, renderer, position);
      if (end.kind !== 'DONE') return end;
      steps[planned.step.id] = end.result;
      prompts[planned.step.id] = end.prompt;
      renderer.finish(planned.step.id, end.result.output);
    }
    return { kind: 'ACCEPTED', parts: { steps, prompts } };
  }

  private async step(
    planned: PlannedStep,
    renderer: AttemptRenderer,
    position: number,
  ): Promise<StepEnd> {
    const rendering = renderer.render(planned);
    // A later prompt depends on the answers before it, which the next attempt asks for again.
    if (rendering.kind === 'FAILED')
      return {
        kind: 'FAILED',
        step: planned.step.id,
        reason: rendering.reason,
        rawOutput: '',
        cause: position === 0 ? 'TEMPLATE' : 'ANSWER',
      };
    return new StepRun(
      this.tools,
      planned,
      this.reservation,
      this.spend,
      sumOf(this.draft.stepBounds.slice(position + 1)),
    ).run(rendering.call);
  }

  private final(
    attempts: number,
    end:
      | Pick<AcceptedRecord, 'status' | 'steps' | 'prompts'>
      | Pick<RejectedRecord, 'status' | 'step' | 'reason' | 'lastRawOutput'>,
  ): RecordEnd {
    const { index, seedRow } = this.draft;
    const { usage, costNanoUsd } = this.spend;
    const createdAt = timestampOf(this.tools.clock);
    return {
      kind: 'FINAL',
      record: {
        index,
        seedRow,
        attempts,
        costNanoUsd,
        usage,
        createdAt,
        ...end,
      },
    };
  }

  private abandoned(): RecordEnd {
    return { kind: 'ABANDONED', usage: this.usage };
  }
}

function rejection({
  step,
  reason,
  rawOutput,
}: StepFailure): Pick<
  RejectedRecord,
  'status' | 'step' | 'reason' | 'lastRawOutput'
> {
  return { status: 'rejected', step, reason, lastRawOutput: rawOutput };
}
