import {
  ModelRefused,
  type NanoUsd,
  type ResolvedModel,
} from '@plot-palette/domain';
import {
  FIRST_TRY,
  ModelAccessRefused,
  ModelReplyLost,
  isModelFailure,
  nextTry,
  type ModelClient,
  type ModelFailure,
  type ModelReply,
  type ModelRequest,
  type Pacer,
  type Place,
} from '@plot-palette/inference';
import type { CallBounds } from '../budget/call-bounds';
import type { Reservation } from '../budget/reservation';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { RecordSpend } from './record-spend';
import type { Resting } from './resting';
import type { StopSwitch } from './stop-switch';

export interface CallTools {
  readonly models: Pick<ModelClient, 'call'>;
  readonly pacerOf: (modelId: string) => Pacer;
  readonly bounds: CallBounds;
  readonly stop: StopSwitch;
  readonly clock: Clock;
  readonly resting: Resting;
  readonly log: Log;
  /** Uniform in [0, 1): spreads retries. */
  readonly random: () => number;
}

export type CallOutcome =
  | {
      readonly kind: 'ANSWERED';
      readonly reply: ModelReply;
      readonly costNanoUsd: NanoUsd;
    }
  | { readonly kind: 'UNANSWERED'; readonly reason: string }
  | { readonly kind: 'REFUSED'; readonly reason: string }
  /** Not because of the record: the worker stops, or the money is gone. */
  | { readonly kind: 'GIVEN_UP' };

/** One record's call to a model, tried again as its failures deserve. Every try is paid for or written off. */
export class ModelCall {
  constructor(
    private readonly tools: CallTools,
    private readonly model: ResolvedModel,
    private readonly request: ModelRequest,
    private readonly reservation: Reservation,
    private readonly spend: RecordSpend,
    /** Set aside for the steps after this one. */
    private readonly later: NanoUsd,
  ) {}

  async run(): Promise<CallOutcome> {
    const { clock, random, resting, stop } = this.tools;
    let state = FIRST_TRY;
    for (;;) {
      if (this.isOver) return { kind: 'GIVEN_UP' };
      const bound = this.tools.bounds.boundOf(this.request.bound, this.model);
      if (!(await this.reservation.ensure(bound + this.later)))
        return { kind: 'GIVEN_UP' };
      const outcome = await this.try(bound);
      if ('kind' in outcome) return outcome;
      if (stop.leaveSignal.aborted) return { kind: 'GIVEN_UP' };
      const next = nextTry(outcome, state, {
        nowMs: clock.now(),
        random: random(),
      });
      if (next.kind === 'GIVE_UP') return this.finalFailure(outcome);
      await resting.during(clock.sleep(next.waitMs, stop.leaveSignal));
      if (stop.leaveSignal.aborted) return { kind: 'GIVEN_UP' };
      state = next.state;
    }
  }

  /** Nothing more may be spent. */
  private get isOver(): boolean {
    const { stop } = this.tools;
    return stop.stop?.kind === 'CANCELLED' || stop.abortSignal.aborted;
  }

  private async try(bound: NanoUsd): Promise<CallOutcome | ModelFailure> {
    const { stop, models, pacerOf } = this.tools;
    const place = await this.enter(pacerOf(this.model.modelId));
    if (place === undefined) return { kind: 'GIVEN_UP' };
    try {
      const reply = await models.call(this.request.input, {
        signal: stop.abortSignal,
      });
      place.served();
      return this.charge(reply, bound);
    } catch (error) {
      if (isModelFailure(error) && !stop.abortSignal.aborted)
        place.failed(error);
      else place.left();
      if (!isModelFailure(error)) throw error;
      if (error instanceof ModelReplyLost) this.writeOff(bound);
      return error;
    }
  }

  private async enter(pacer: Pacer): Promise<Place | undefined> {
    const { leaveSignal } = this.tools.stop;
    try {
      const place = await pacer.acquire(leaveSignal);
      if (!this.isOver) return place;
      place.left();
      return undefined;
    } catch (error) {
      if (leaveSignal.aborted) return undefined;
      throw error;
    }
  }

  private charge(reply: ModelReply, bound: NanoUsd): CallOutcome {
    const costNanoUsd = this.spend.answered(this.model, reply.usage);
    this.reservation.settle(bound, costNanoUsd);
    if (this.tools.bounds.learn(bound, costNanoUsd, this.model)) {
      this.tools.log.warn(
        {
          model: this.model.alias,
          reservedNanoUsd: bound,
          costNanoUsd,
          usage: reply.usage,
        },
        'worker.call.above-bound',
      );
    }
    return { kind: 'ANSWERED', reply, costNanoUsd };
  }

  private writeOff(bound: NanoUsd): void {
    this.spend.lost(this.model, bound);
    this.reservation.settle(bound, bound);
  }

  private finalFailure(failure: ModelFailure): CallOutcome {
    if (failure instanceof ModelAccessRefused) {
      this.tools.stop.request(
        'PAUSED',
        `${this.model.alias} cannot be called: ${failure.message}`,
      );
      return { kind: 'GIVEN_UP' };
    }
    return {
      kind: failure instanceof ModelRefused ? 'REFUSED' : 'UNANSWERED',
      reason: failure.message,
    };
  }
}
