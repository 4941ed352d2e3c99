import type {
  AcceptedRecord,
  DatasetRecord,
  RejectedRecord,
  StepResult,
  UsageByModel,
} from '@plot-palette/domain';
import { interpretAnswer } from '@plot-palette/inference';
import type { Reservation } from '../budget/reservation';
import { timestampOf } from '../clock';
import type { AttemptOutcome } from './error-rate';
import type { GenerationPlan, PlannedStep } from './generation-plan';
import { ModelCall, type CallTools } from './model-call';
import { AttemptRenderer, sumOf, type RecordDraft } from './record-draft';
import { RecordSpend } from './record-spend';

export type RecordEnd =
  | { readonly kind: 'FINAL'; readonly record: DatasetRecord }
  /** Begun but not final: it will be asked for again, what it cost stays spent. */
  | { readonly kind: 'ABANDONED'; readonly usage: UsageByModel };

interface Failure {
  readonly kind: 'FAILED';
  readonly step: string;
  readonly reason: string;
  readonly rawOutput: string;
  /** Only an answer may be better the next time. */
  readonly cause: 'ANSWER' | 'TEMPLATE' | 'REFUSAL';
}

type Attempt =
  | {
      readonly kind: 'ACCEPTED';
      readonly parts: Pick<AcceptedRecord, 'steps' | 'prompts'>;
    }
  | Failure
  | { readonly kind: 'GIVEN_UP' };

type StepEnd =
  | {
      readonly kind: 'DONE';
      readonly result: StepResult;
      readonly prompt: string;
    }
  | Failure
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
    const { step, model, check } = planned;
    const failed = (
      reason: string,
      rawOutput: string,
      cause: Failure['cause'],
    ): Failure => ({ kind: 'FAILED', step: step.id, reason, rawOutput, cause });
    const rendering = renderer.render(planned);
    // A later prompt depends on the answers before it, which the next attempt asks for again.
    if (rendering.kind === 'FAILED')
      return failed(
        rendering.reason,
        '',
        position === 0 ? 'TEMPLATE' : 'ANSWER',
      );
    const { request, prompt } = rendering.call;
    const later = sumOf(this.draft.stepBounds.slice(position + 1));
    const call = await new ModelCall(
      this.tools,
      model,
      request,
      this.reservation,
      this.spend,
      later,
    ).run();
    if (call.kind === 'GIVEN_UP') return call;
    if (call.kind !== 'ANSWERED')
      return failed(
        call.reason,
        '',
        call.kind === 'REFUSED' ? 'REFUSAL' : 'ANSWER',
      );
    const { reply, costNanoUsd } = call;
    const answer = interpretAnswer(reply, check);
    if (answer.kind === 'FAILED')
      return failed(answer.reason, reply.text, 'ANSWER');
    const {
      inputTokens,
      outputTokens,
      cacheReadTokens = 0,
      cacheWriteTokens = 0,
    } = reply.usage;
    return {
      kind: 'DONE',
      prompt,
      result: {
        output: answer.output,
        model: model.alias,
        inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
        outputTokens,
        costNanoUsd,
        latencyMs: reply.latencyMs,
        stopReason: reply.stopReason,
      },
    };
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
}: Failure): Pick<
  RejectedRecord,
  'status' | 'step' | 'reason' | 'lastRawOutput'
> {
  return { status: 'rejected', step, reason, lastRawOutput: rawOutput };
}
