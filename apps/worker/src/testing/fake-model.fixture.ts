import { callCost, type ModelPrice, type NanoUsd } from '@plot-palette/domain';
import {
  ModelReplyLost,
  type ModelClient,
  type ModelFailure,
  type ModelReply,
} from '@plot-palette/inference';
import type { Clock } from '../clock';

type Input = Parameters<ModelClient['call']>[0];

export interface FakeCall {
  /** Counted from 1 over all calls. */
  readonly number: number;
  readonly prompt: string;
  /** How often this prompt has been asked, this time included. */
  readonly asked: number;
}

export type FakeAnswer =
  | (Partial<Pick<ModelReply, 'text' | 'stopReason'>> & {
      /** The call is billed, but this is all that the caller hears of it. */
      readonly billedFailure?: ModelFailure;
    })
  | Error
  | undefined;

/** A model whose tokens are bytes and whose answers have exactly max tokens, unless `answer` says otherwise. */
export class FakeModel implements ModelClient {
  billedNanoUsd: NanoUsd = 0;
  calls = 0;
  inFlight = 0;
  peakInFlight = 0;
  /** Calls that were billed, or not, without the caller being told. */
  unsure = 0;
  readonly asked = new Map<string, number>();
  /** What the next call does: an error is thrown unbilled, an answer replaces the usual one. */
  answer: (call: FakeCall) => FakeAnswer = () => undefined;
  latencyMs: (call: FakeCall) => number = () => 200;
  /** Runs whenever something was billed. */
  onBill: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly price: ModelPrice,
  ) {}

  /** What one call of these sizes costs. */
  cost(inputTokens: number, outputTokens: number): NanoUsd {
    return callCost({ inputTokens, outputTokens }, this.price);
  }

  async call(
    input: Input,
    { signal }: { signal: AbortSignal },
  ): Promise<ModelReply> {
    const prompt = (input.messages ?? [])
      .flatMap(({ content = [] }) => content.map(({ text }) => text))
      .join('');
    const asked = (this.asked.get(prompt) ?? 0) + 1;
    this.asked.set(prompt, asked);
    const call = { number: ++this.calls, prompt, asked };
    this.inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
    const latencyMs = this.latencyMs(call);
    await this.clock.sleep(latencyMs, signal);
    this.inFlight -= 1;
    const answer = signal.aborted
      ? { billedFailure: new ModelReplyLost('aborted') }
      : this.answer(call);
    if (answer instanceof Error) throw answer;
    const maxTokens = input.inferenceConfig?.maxTokens ?? 0;
    const text =
      answer?.text ?? `${prompt} `.repeat(maxTokens).slice(0, maxTokens);
    const system = (input.system ?? [])
      .map((block) => block.text ?? '')
      .join('');
    const usage = {
      inputTokens: Buffer.byteLength(prompt + system),
      outputTokens: Math.min(maxTokens, Buffer.byteLength(text)),
    };
    this.billedNanoUsd += callCost(usage, this.price);
    this.onBill();
    if (answer?.billedFailure !== undefined) {
      this.unsure += 1;
      throw answer.billedFailure;
    }
    return {
      text,
      stopReason: answer?.stopReason ?? 'end_turn',
      usage,
      latencyMs,
    };
  }

  close(): void {}
}
