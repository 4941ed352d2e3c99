import {
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';
import {
  modelFailure,
  ModelReplyLost,
  type ModelFailure,
} from '@plot-palette/inference';
import type { FakeAnswer, FakeCall, FakeModel } from './fake-model.fixture';
import type { Schedule, Weather } from './schedule.fixture';

/** Text that no record may ever be accepted with. */
export const BAD_TEXT = 'BAD';
const SLOW_MS = 150_000;

/** As the SDK throws it, and the client translates it. */
function internalError(): ModelFailure {
  return modelFailure({
    name: 'InternalServerException',
    message: 'Injected.',
    $metadata: { httpStatusCode: 500 },
  });
}

/** Makes a model behave as a schedule says, and counts what it did. */
export class WeatheredModel {
  /** Answers that completed a record: each further one of the same record was paid again. */
  completions = 0;
  /** Once true, nothing goes wrong any more. */
  isCalm = false;

  constructor(
    private readonly schedule: Schedule,
    private readonly model: FakeModel,
    private readonly draw: () => number,
  ) {
    model.latencyMs = (call) =>
      this.kindOf(call) === 'SLOW' ? SLOW_MS : draw() * schedule.modelMs;
    model.answer = (call) => this.answer(call);
  }

  private answer(call: FakeCall): FakeAnswer {
    const { capacity, steps } = this.schedule;
    const isFull = capacity !== undefined && this.model.inFlight >= capacity;
    const kind = this.kindOf(call) ?? (isFull ? 'THROTTLED' : undefined);
    const isSchema = steps === 'SCHEMA';
    if (kind !== undefined && kind !== 'SLOW')
      return this.trouble(kind, isSchema);
    if (steps !== 'TWO' || call.prompt.endsWith('?')) this.completions += 1;
    return isSchema ? { text: '{"n":1}' } : undefined;
  }

  private kindOf({ number, prompt }: FakeCall): Weather | undefined {
    const { weather, badRow } = this.schedule;
    if (this.isCalm) return undefined;
    if (badRow !== undefined && prompt.includes(`row 0000${badRow.row}`))
      return badRow.weather;
    return weather.find(({ call }) => call === number)?.kind;
  }

  private trouble(
    kind: Exclude<Weather, 'SLOW'>,
    isSchema: boolean,
  ): FakeAnswer {
    switch (kind) {
      case 'THROTTLED':
        return new ModelThrottled('429', { retryAfterMs: this.draw() * 2_000 });
      case 'UNAVAILABLE':
        return new ModelUnavailable('503');
      case 'LOST_BILLED':
        return { billedFailure: new ModelReplyLost('reset') };
      case 'LOST_UNBILLED':
        this.model.unsure += 1;
        return new ModelReplyLost('reset');
      case 'FAILED_BILLED':
        return { billedFailure: internalError() };
      case 'FAILED_UNBILLED':
        this.model.unsure += 1;
        return internalError();
      case 'CUT_OFF':
        return { text: BAD_TEXT, stopReason: 'max_tokens' };
      case 'FILTERED':
        return { text: BAD_TEXT, stopReason: 'content_filtered' };
      case 'EMPTY':
        return { text: ' \n' };
      case 'INVALID':
        return isSchema
          ? { text: `{"n":"${BAD_TEXT}"}` }
          : { text: BAD_TEXT, stopReason: 'malformed_model_output' };
      case 'REFUSED':
        return new ModelRefused('ValidationException: no');
      default:
        return kind satisfies never;
    }
  }
}
