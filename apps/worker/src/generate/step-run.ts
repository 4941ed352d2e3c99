import type { NanoUsd, StepResult } from '@plot-palette/domain';
import {
  buildCorrection,
  interpretAnswer,
  worstCaseCalls,
  type Answer,
  type ModelRequest,
} from '@plot-palette/inference';
import type { Reservation } from '../budget/reservation';
import type { PlannedStep } from './generation-plan';
import { ModelCall, type CallOutcome, type CallTools } from './model-call';
import type { RenderedCall } from './record-draft';
import type { RecordSpend } from './record-spend';

export interface StepFailure {
  readonly kind: 'FAILED';
  readonly step: string;
  readonly reason: string;
  readonly rawOutput: string;
  /** Only an answer may be better the next time. */
  readonly cause: 'ANSWER' | 'TEMPLATE' | 'REFUSAL';
}

export type StepEnd =
  | {
      readonly kind: 'DONE';
      readonly result: StepResult;
      readonly prompt: string;
    }
  | StepFailure
  | { readonly kind: 'GIVEN_UP' };

type Answered = Extract<CallOutcome, { kind: 'ANSWERED' }>;
type Accepted = Extract<Answer, { kind: 'ACCEPTED' }>;

/** One step of an attempt: its call, and one more when the answer does not satisfy the step's schema. */
export class StepRun {
  constructor(
    private readonly tools: CallTools,
    private readonly planned: PlannedStep,
    private readonly reservation: Reservation,
    private readonly spend: RecordSpend,
    /** Set aside for the steps after this one. */
    private readonly later: NanoUsd,
  ) {}

  async run({ request, prompt }: RenderedCall): Promise<StepEnd> {
    const { step, model, check } = this.planned;
    const [, correction] = worstCaseCalls(step, request.bound);
    const setAside =
      correction === undefined
        ? 0
        : this.tools.bounds.boundOf(correction, model);
    const call = await this.call(request, this.later + setAside);
    if (call.kind === 'GIVEN_UP') return call;
    if (call.kind !== 'ANSWERED')
      return this.failed(
        call.reason,
        '',
        call.kind === 'REFUSED' ? 'REFUSAL' : 'ANSWER',
      );
    const answer = interpretAnswer(call.reply, check);
    if (answer.kind === 'ACCEPTED') {
      this.reservation.settle(setAside, 0);
      const result = this.result(answer, call);
      return { kind: 'DONE', prompt, result };
    }
    if (answer.faults.length === 0)
      return this.failed(answer.reason, call.reply.text);
    const corrected = await this.correct(request, call, answer);
    return 'kind' in corrected
      ? corrected
      : { kind: 'DONE', prompt, result: corrected };
  }

  /** Asks once for the answer without its faults. */
  private async correct(
    request: ModelRequest,
    first: Answered,
    { reason, faults }: Extract<Answer, { kind: 'FAILED' }>,
  ): Promise<StepResult | Exclude<StepEnd, { kind: 'DONE' }>> {
    const { text } = first.reply;
    const call = await this.call(
      buildCorrection(request, text, faults),
      this.later,
    );
    if (call.kind === 'GIVEN_UP') return call;
    if (call.kind !== 'ANSWERED')
      return this.failed(
        `${reason}; it could not be asked to correct it: ${call.reason}`,
        text,
      );
    this.spend.reasked(this.planned.model);
    const answer = interpretAnswer(call.reply, this.planned.check);
    return answer.kind === 'ACCEPTED'
      ? this.result(answer, first, call)
      : this.failed(
          `${answer.reason}, also when asked to correct it`,
          call.reply.text,
        );
  }

  private call(request: ModelRequest, later: NanoUsd): Promise<CallOutcome> {
    const { tools, planned, reservation, spend } = this;
    return new ModelCall(
      tools,
      planned.model,
      request,
      reservation,
      spend,
      later,
    ).run();
  }

  private failed(
    reason: string,
    rawOutput: string,
    cause: StepFailure['cause'] = 'ANSWER',
  ): StepFailure {
    const step = this.planned.step.id;
    return { kind: 'FAILED', step, reason, rawOutput, cause };
  }

  private result(
    { output, isRepaired }: Accepted,
    first: Answered,
    second?: Answered,
  ): StepResult {
    const { model } = this.planned;
    if (isRepaired) this.spend.repaired(model);
    const calls = second === undefined ? [first] : [first, second];
    const sum = (amount: (call: Answered) => number): number =>
      calls.reduce((total, call) => total + amount(call), 0);
    return {
      output,
      model: model.alias,
      inputTokens: sum(
        ({ reply: { usage } }) =>
          usage.inputTokens +
          (usage.cacheReadTokens ?? 0) +
          (usage.cacheWriteTokens ?? 0),
      ),
      outputTokens: sum(({ reply }) => reply.usage.outputTokens),
      costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd),
      latencyMs: sum(({ reply }) => reply.latencyMs),
      stopReason: (second ?? first).reply.stopReason,
      ...(second !== undefined && { recovery: 'REASKED' as const }),
      ...(second === undefined &&
        isRepaired && { recovery: 'REPAIRED' as const }),
    };
  }
}
