import type { CallContext, ModelAnswer, ModelBackend } from '../model-backend';
import type { ModelRequest, PromptTexts } from '../model-request';
import { BedrockError } from '../wire/bedrock-error';
import { parseJson } from '../wire/fields';
import { LostReply } from '../wire/lost-reply';
import { type Draw, drawsOf } from './draw';
import { latencyMs } from './latency';
import { pause, untilAborted } from './pause';
import { overrideSimSettings, type SimSettings } from './sim-settings';
import { RateLimit } from './rate-limit';
import { simulatedAnswer } from './simulated-answer';
import { streamAnswer } from './stream-answer';
import { inputTokens } from './token-model';

/** The header that overrides settings for one request, as a JSON object. */
export const SIM_SETTINGS_HEADER = 'x-sim-settings';

/** Answers without a model: deterministic texts, and the troubles of a real service on demand. */
export class SimBackend implements ModelBackend {
  readonly kind = 'sim';
  readonly description =
    'simulator (no model: deterministic simulated answers)';
  private readonly rateLimit = new RateLimit();
  private inFlight = 0;

  constructor(public settings: SimSettings) {}

  async generate(
    request: ModelRequest,
    call: CallContext,
  ): Promise<ModelAnswer> {
    const settings = this.settingsOf(call);
    const draw = drawsOf(settings.seed, request.prompt, call.attempt);
    this.refuseAtTheDoor(settings, draw);
    this.inFlight += 1;
    try {
      return await this.answer(request, call, settings, draw);
    } finally {
      this.inFlight -= 1;
    }
  }

  async countTokens(texts: PromptTexts): Promise<number> {
    return inputTokens(texts, this.settings);
  }

  async close(): Promise<void> {
    // Nothing to free: calls in flight end with their connections.
  }

  private settingsOf(call: CallContext): SimSettings {
    const override = call.header(SIM_SETTINGS_HEADER);
    if (override === undefined) return this.settings;
    const where = `The header ${SIM_SETTINGS_HEADER}`;
    return overrideSimSettings(
      this.settings,
      parseJson(override, where),
      where,
    );
  }

  private refuseAtTheDoor(settings: SimSettings, draw: Draw): void {
    if (
      this.isOverQuota(settings) ||
      draw('throttle') < settings.throttleRate
    ) {
      throw new BedrockError(
        'ThrottlingException',
        'Simulated: too many requests, please wait before trying again.',
        {
          retryAfterSeconds: settings.retryAfterSeconds,
        },
      );
    }
    if (draw('failure') >= settings.failureRate) return;
    const name =
      draw('failureName') < 0.5
        ? 'InternalServerException'
        : 'ServiceUnavailableException';
    throw new BedrockError(
      name,
      'Simulated: the service failed to answer this request.',
    );
  }

  private isOverQuota({
    maxInFlight,
    requestsPerMinute,
  }: SimSettings): boolean {
    if (maxInFlight !== null && this.inFlight >= maxInFlight) return true;
    return (
      requestsPerMinute !== null &&
      !this.rateLimit.take(requestsPerMinute, performance.now())
    );
  }

  private async answer(
    request: ModelRequest,
    call: CallContext,
    settings: SimSettings,
    draw: Draw,
  ): Promise<ModelAnswer> {
    const answer = simulatedAnswer(request, settings, draw);
    const totalMs = latencyMs(settings.latency, draw);
    if (draw('timeout') < settings.timeoutRate) {
      await untilAborted(call.signal);
      throw new LostReply('aborted', answer.usage);
    }
    if (call.onText !== undefined) {
      await streamAnswer(answer, {
        settings,
        draw,
        totalMs,
        onText: call.onText,
        signal: call.signal,
      });
    } else if (!(await pause(totalMs, call.signal))) {
      // Bedrock goes on generating, and billing, when the caller of a plain Converse leaves.
      throw new LostReply('aborted', answer.usage);
    }
    if (draw('reset') < settings.resetRate)
      throw new LostReply('reset', answer.usage);
    return answer;
  }
}
