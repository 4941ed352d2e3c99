import type { StopReason, Usage } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { type PromptCounts, PromptTable } from './prompt-table';
import { Tally } from './tally';
import { type BillLine, TokenBill } from './token-bill';

export type Operation = 'converse' | 'converseStream' | 'countTokens';

const TOP_DUPLICATES = 20;

/** Everything counted since the start or the last reset. Times are ISO 8601, tokens as billed. */
export interface StatsReport {
  readonly requests: Readonly<Record<Operation | 'total', number>>;
  readonly ok: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly stopReasons: Readonly<Record<string, number>>;
  readonly uniquePrompts: number;
  readonly duplicates: number;
  readonly duplicateBilled: BillLine;
  readonly untrackedRequests: number;
  readonly topDuplicates: readonly PromptCounts[];
  readonly billed: {
    readonly total: BillLine;
    readonly byModel: Readonly<Record<string, BillLine>>;
  };
  readonly lostReplies: BillLine;
  readonly inFlight: number;
  readonly peakInFlight: number;
  readonly firstCallAt: string | null;
  readonly lastCallAt: string | null;
}

class Counter {
  count = 0;
}

/** The meter of the model server: what was asked, answered, billed and asked twice. */
export class Stats {
  private readonly requests = {
    converse: 0,
    converseStream: 0,
    countTokens: 0,
  };
  private readonly errors = new Tally(() => new Counter());
  private readonly stopReasons = new Tally(() => new Counter());
  private readonly prompts = new PromptTable();
  private readonly total = new TokenBill();
  private readonly byModel = new Tally(() => new TokenBill());
  private readonly billedAgain = new TokenBill();
  private readonly lost = new TokenBill();
  private promptRequests = 0;
  private answered = 0;
  private peak = 0;
  private firstCallAtMs: number | undefined;
  private lastCallAtMs: number | undefined;

  /** `inFlight` are the calls that are still open from before a reset. */
  constructor(private inFlight = 0) {
    this.peak = inFlight;
  }

  get openCalls(): number {
    return this.inFlight;
  }

  callStarted(operation: Operation): void {
    this.requests[operation] += 1;
    this.inFlight += 1;
    if (this.inFlight > this.peak) this.peak = this.inFlight;
    this.lastCallAtMs = Date.now();
    this.firstCallAtMs ??= this.lastCallAtMs;
  }

  callEnded(): void {
    this.inFlight -= 1;
  }

  /** Counts the prompt of a call and tells its attempt number: 1 for the first time it is asked. */
  promptAsked(request: ModelRequest): number {
    this.promptRequests += 1;
    return this.prompts.addRequest(request.prompt);
  }

  callAnswered(stopReason?: StopReason): void {
    this.answered += 1;
    if (stopReason !== undefined) this.stopReasons.at(stopReason).count += 1;
  }

  callFailed(kind: string): void {
    this.errors.at(kind).count += 1;
  }

  billed(request: ModelRequest, usage: Usage): void {
    this.total.add(usage);
    this.byModel.at(request.modelId).add(usage);
    if (this.prompts.addBill(request.prompt) > 1) this.billedAgain.add(usage);
  }

  replyLost(usage: Usage): void {
    this.lost.add(usage);
  }

  report(): StatsReport {
    const { converse, converseStream, countTokens } = this.requests;
    const unique = this.prompts.size;
    const { untrackedRequests } = this.prompts;
    return {
      requests: {
        total: converse + converseStream + countTokens,
        converse,
        converseStream,
        countTokens,
      },
      ok: this.answered,
      errors: this.errors.report(({ count }) => count),
      stopReasons: this.stopReasons.report(({ count }) => count),
      uniquePrompts: unique,
      duplicates: this.promptRequests - untrackedRequests - unique,
      duplicateBilled: this.billedAgain.toJSON(),
      untrackedRequests,
      topDuplicates: this.prompts.topDuplicates(TOP_DUPLICATES),
      billed: {
        total: this.total.toJSON(),
        byModel: this.byModel.report((bill) => bill.toJSON()),
      },
      lostReplies: this.lost.toJSON(),
      inFlight: this.inFlight,
      peakInFlight: this.peak,
      firstCallAt: isoTime(this.firstCallAtMs),
      lastCallAt: isoTime(this.lastCallAtMs),
    };
  }
}

function isoTime(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
