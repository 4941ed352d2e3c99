import {
  callCost,
  Fenced,
  lostWithGrant,
  type AnswerMessage,
  type ChatMessage,
  type GrantEnd,
  type Ledger,
  type Run,
  type RunEvent,
  type TokenUsage,
} from '@plot-palette/domain';
import { resolveModel } from '@plot-palette/inference';
import type {
  ClaimedRun,
  EndingRun,
  RunLease,
  RunOutcome,
} from '@plot-palette/stores';

export const REGION = 'us-east-1';
export const MODEL = 'llama-3.1-8b';
export const PRICE = resolveModel({ model: MODEL }, REGION).model.price;

/** One run with everything that its end touches, in memory; conditions as the stores have them. */
export class MemoryStudio {
  readonly log: RunEvent[] = [];
  readonly answers: AnswerMessage[] = [];
  readonly pushed: RunEvent[] = [];
  ledgerRow: Ledger | undefined;
  claimant: string | undefined;
  leaseUntil: string | undefined;
  billedNanoUsd = 0;

  constructor(
    public run: Run,
    public assignment: ClaimedRun['assignment'],
    readonly questions: readonly ChatMessage[],
    waitUntil: string,
  ) {
    this.leaseUntil = waitUntil;
  }

  bill(usage: TokenUsage): void {
    this.billedNanoUsd += callCost(usage, PRICE);
  }

  readonly runs = {
    get: async (): Promise<Run> => this.run,
    claim: async (
      _runId: string,
      { token, until }: RunLease,
    ): Promise<ClaimedRun | undefined> => {
      if (this.run.status !== 'QUEUED' && this.claimant !== token)
        return undefined;
      this.own(token, until);
      return this.claimed();
    },
    takeOver: async (
      _runId: string,
      expired: string,
      { token, until }: RunLease,
    ): Promise<ClaimedRun | undefined> => {
      if (this.leaseUntil !== expired) return undefined;
      this.own(token, until);
      return this.claimed();
    },
    renew: async (_runId: string, lease: RunLease): Promise<Run> => {
      this.assertOwner(lease.token);
      this.leaseUntil = lease.until;
      return this.run;
    },
    append: async (
      _runId: string,
      events: readonly RunEvent[],
      lease: RunLease,
    ): Promise<void> => {
      this.write(events, lease);
      this.leaseUntil = lease.until;
    },
    finish: async (
      _run: EndingRun,
      events: readonly RunEvent[],
      outcome: RunOutcome,
      lease: RunLease,
    ): Promise<void> => {
      this.write(events, lease);
      this.run = { ...this.run, ...outcome };
      this.leaseUntil = undefined;
    },
    eventsAfter: async (_runId: string, seq: number): Promise<RunEvent[]> =>
      this.log.filter((event) => event.seq > seq),
    expired: async (before: string): Promise<ClaimedRun[]> =>
      this.leaseUntil !== undefined && this.leaseUntil <= before
        ? [this.claimed()]
        : [],
  };

  readonly sessions = {
    messages: async (): Promise<ChatMessage[]> => [...this.questions],
    addAnswer: async (answer: AnswerMessage): Promise<AnswerMessage> => {
      this.answers[0] ??= answer;
      return this.answers[0];
    },
  };

  readonly ledger = {
    get: async (): Promise<Ledger | undefined> =>
      this.ledgerRow && structuredClone(this.ledgerRow),
    create: async (ledger: Ledger): Promise<void> => {
      this.ledgerRow ??= ledger;
    },
    reserve: async (
      _scope: string,
      holder: string,
      amount: number,
    ): Promise<boolean> => {
      const row = this.row();
      if (row.grants[holder] === amount) return true;
      if (row.available < amount) return false;
      this.ledgerRow = {
        ...row,
        available: row.available - amount,
        grants: { ...row.grants, [holder]: amount },
      };
      return true;
    },
    close: async (
      _scope: string,
      holder: string,
      end: GrantEnd,
    ): Promise<boolean> => {
      const row = this.row();
      const { [holder]: granted, ...grants } = row.grants;
      if (granted === undefined) return false;
      const lost = lostWithGrant(granted, end);
      this.ledgerRow = {
        ...row,
        available: row.available + granted - end.settled - lost,
        settled: row.settled + end.settled,
        writtenOff: row.writtenOff + lost,
        grants,
      };
      return true;
    },
  };

  readonly watchers = {
    push: async (
      _runId: string,
      events: readonly RunEvent[],
    ): Promise<void> => {
      this.pushed.push(...events);
    },
  };

  readonly cards = { systemPromptCards: async () => [] };
  readonly logger = { info: () => undefined, error: () => undefined };

  private row(): Ledger {
    if (this.ledgerRow === undefined) throw new Error('no ledger');
    return this.ledgerRow;
  }

  private claimed(): ClaimedRun {
    const { run, assignment, leaseUntil } = this;
    return { run, assignment, leaseUntil };
  }

  private own(token: string, until: string): void {
    this.run = { ...this.run, status: 'RUNNING' };
    this.claimant = token;
    this.leaseUntil = until;
  }

  private write(events: readonly RunEvent[], { token }: RunLease): void {
    this.assertOwner(token);
    const first = events[0]?.seq;
    const last = events.at(-1)?.seq ?? 0;
    const isRepeated = last === this.run.lastSeq;
    if (isRepeated) return;
    if (first !== this.run.lastSeq + 1) throw new Fenced('a gap');
    this.log.push(...events);
    this.run = { ...this.run, lastSeq: last };
  }

  private assertOwner(token: string): void {
    if (this.run.status !== 'RUNNING' || this.claimant !== token)
      throw new Fenced('not the owner');
  }
}
