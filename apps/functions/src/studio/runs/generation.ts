import {
  openLedger,
  studioScope,
  worstCaseCost,
  type ResolvedModel,
} from '@plot-palette/domain';
import {
  branchChat,
  buildChatRequest,
  isModelFailure,
  resolveModel,
  transientWaitMs,
  type ModelRequest,
} from '@plot-palette/inference';
import type { ClaimedRun } from '@plot-palette/stores';
import { costOf, grantHolderOf, type Ending } from './conclude-run';
import type { TextPart } from './event-buffer';
import { Flusher } from './flusher';
import type { Interruption } from './interruption';
import { tryModel, usageOf, type ModelTry } from './model-try';
import type { RunDependencies } from './run-dependencies';
import { failureOf, runFailure } from './run-failure';
import type { RunWriter } from './run-writer';
import { sleep } from './sleep';

const FILTERED: ReadonlySet<string> = new Set([
  'content_filtered',
  'guardrail_intervened',
]);

/** One run's way from its claim to what ended it. */
export class Generation {
  private text = '';
  private reasoning = '';
  private promptCardsUsed: string[] = [];
  private firstTokenAtMs: number | undefined;
  /** Reservations of tries that ended without a word of their cost. */
  private lostNanoUsd = 0;

  constructor(
    private readonly claimed: ClaimedRun,
    private readonly writer: RunWriter,
    private readonly interruption: Interruption,
    private readonly dependencies: RunDependencies,
  ) {}

  /** @throws Fenced, or what the run's log was not written for: then the run is left to whoever finds its lease expired. */
  async run(): Promise<Ending> {
    let request: ModelRequest;
    const { run } = this.claimed;
    let model: ResolvedModel;
    try {
      ({ model } = resolveModel(
        { model: run.model },
        this.dependencies.region,
      ));
      request = await this.assemble(model);
    } catch (error) {
      return this.ending({ status: 'FAILED', failure: failureOf(error) });
    }
    await this.writer.write([
      {
        type: 'started',
        sessionId: run.sessionId,
        answerMessageId: run.answerMessageId,
        model: run.model,
        notes: run.notes,
      },
    ]);
    return this.tries(request, model);
  }

  private async assemble(model: ResolvedModel): Promise<ModelRequest> {
    const { cards, sessions } = this.dependencies;
    const { run, assignment } = this.claimed;
    const [systemCards, messages] = await Promise.all([
      cards.systemPromptCards(run.projectId, assignment.cardVersions),
      sessions.messages(run.sessionId),
    ]);
    const chat = branchChat(messages, assignment);
    if (chat.system === undefined)
      this.promptCardsUsed = systemCards.map(
        ({ promptId, version }) => `${promptId}@${version}`,
      );
    return buildChatRequest(
      {
        ...chat,
        cards: systemCards.map(({ content }) => content),
        parameters: run.parameters,
      },
      model,
    );
  }

  private async tries(
    request: ModelRequest,
    model: ResolvedModel,
  ): Promise<Ending> {
    const reserved = worstCaseCost(request.bound, model.price);
    for (let attempt = 1; ; attempt++) {
      if (this.interruption.signal.aborted) return this.ending(this.cut());
      if (!(await this.reserve(attempt, reserved)))
        return this.ending({
          status: 'FAILED',
          failure: runFailure('BUDGET_EXCEEDED'),
        });
      const tried = await this.attempt(request);
      const waitMs = this.retryWaitMs(tried, attempt);
      if (waitMs === undefined)
        return this.endingOf(tried, request, model, reserved);
      await this.closeTry(attempt, tried, reserved);
      await sleep(waitMs, this.interruption.signal);
    }
  }

  private async attempt(request: ModelRequest): Promise<ModelTry> {
    const flusher = new Flusher(
      (parts) => {
        parts.forEach((part) => this.keep(part));
        return this.writer.write(parts);
      },
      () => this.interruption.interrupt('LOST'),
    );
    const tried = await tryModel(
      request,
      this.interruption.signal,
      (part) => {
        this.firstTokenAtMs ??= Date.now();
        flusher.add(part);
      },
      this.dependencies,
    );
    await flusher.close();
    return tried;
  }

  private keep({ type, text }: TextPart): void {
    if (type === 'delta') this.text += text;
    else this.reasoning += text;
  }

  /** Undefined when this try was the last: the answer has begun, or asking again cannot help. */
  private retryWaitMs(
    { error, hasBegun }: ModelTry,
    attempt: number,
  ): number | undefined {
    const isTransient =
      !hasBegun &&
      !this.interruption.signal.aborted &&
      isModelFailure(error) &&
      error.retryable;
    return isTransient ? transientWaitMs(attempt, Math.random()) : undefined;
  }

  private async reserve(attempt: number, amount: number): Promise<boolean> {
    const { ledger, monthlyCapNanoUsd } = this.dependencies;
    const { runId, userId, createdAt } = this.claimed.run;
    const scope = studioScope(userId, createdAt);
    await ledger.create(openLedger(scope, monthlyCapNanoUsd, 0));
    return ledger.reserve(scope, grantHolderOf(runId, attempt), amount);
  }

  private async closeTry(
    attempt: number,
    { isFree }: ModelTry,
    reserved: number,
  ): Promise<void> {
    const { runId, userId, createdAt } = this.claimed.run;
    if (!isFree) this.lostNanoUsd += reserved;
    await this.dependencies.ledger.close(
      studioScope(userId, createdAt),
      grantHolderOf(runId, attempt),
      { settled: 0, writtenOff: 0, rest: isFree ? 'RETURN' : 'WRITE_OFF' },
    );
  }

  private endingOf(
    tried: ModelTry,
    request: ModelRequest,
    { price }: ResolvedModel,
    reserved: number,
  ): Ending {
    const written = Buffer.byteLength(this.text + this.reasoning);
    const usage = usageOf(tried, request, written);
    const costNanoUsd = usage.estimated ? reserved : costOf(usage, price);
    const { stopReason } = tried;
    return this.ending({
      ...this.statusOf(tried),
      usage,
      costNanoUsd: costNanoUsd + this.lostNanoUsd,
      ...(stopReason !== undefined && { stopReason }),
    });
  }

  private statusOf({
    error,
    stopReason = '',
  }: ModelTry): Pick<Ending, 'status' | 'failure'> {
    if (FILTERED.has(stopReason))
      return { status: 'FAILED', failure: runFailure('CONTENT_FILTERED') };
    if (error === undefined) return { status: 'COMPLETED' };
    return this.interruption.signal.aborted
      ? this.cut()
      : { status: 'FAILED', failure: failureOf(error) };
  }

  private cut(): Pick<Ending, 'status' | 'failure'> {
    return this.interruption.reason === 'STOPPED'
      ? { status: 'STOPPED' }
      : { status: 'FAILED', failure: runFailure('TIME_OUT') };
  }

  private ending(end: Pick<Ending, 'status'> & Partial<Ending>): Ending {
    const { createdAt } = this.claimed.run;
    return {
      text: this.text,
      reasoning: this.reasoning,
      promptCardsUsed: this.promptCardsUsed,
      costNanoUsd: this.lostNanoUsd,
      ...(this.firstTokenAtMs !== undefined && {
        timeToFirstTokenMs: Math.max(
          0,
          this.firstTokenAtMs - Date.parse(createdAt),
        ),
      }),
      ...end,
    };
  }
}
