import { Inject, Injectable } from '@nestjs/common';
import {
  BudgetExceeded,
  Conflict,
  formatUsd,
  NotFound,
  studioScope,
  type ChatMessage,
  type Project,
  type RunPlan,
  type RunRequest,
  type Session,
  type TriedStep,
} from '@plot-palette/domain';
import { planChat } from '@plot-palette/inference';
import { CardReader, LedgerStore, SessionStore } from '@plot-palette/stores';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';
import { SessionAccess } from '../sessions/session-access';
import { answerIdOf, createdIds } from './run-identity';
import { RunUploads } from './run-uploads';

/** What a request refers to, read once for all columns of a comparison. */
export interface RunSurroundings {
  readonly project: Project;
  readonly session: Session | undefined;
  readonly messages: readonly ChatMessage[];
  readonly text: string;
  readonly now: string;
}

/** Checks everything that can be checked before anything is spent. */
@Injectable()
export class RunAdmission {
  constructor(
    private readonly projects: ProjectAccess,
    private readonly ownSessions: SessionAccess,
    private readonly sessions: SessionStore,
    private readonly uploads: RunUploads,
    private readonly cards: CardReader,
    private readonly ledger: LedgerStore,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  /** @throws NotFound when project, session or upload are not the caller's, Conflict when the project starts no runs. */
  async surroundings(
    caller: Caller,
    { projectId, sessionId, action }: RunRequest,
  ): Promise<RunSurroundings> {
    const project = await this.projects.readable(caller, projectId);
    if (project.status !== 'ACTIVE')
      throw new Conflict(
        'The project is INACTIVE and starts no runs. Set it ACTIVE first.',
      );
    const session =
      sessionId === undefined
        ? undefined
        : await this.sessionOf(caller, sessionId, projectId);
    return {
      project,
      session,
      messages:
        sessionId === undefined ? [] : await this.sessions.messages(sessionId),
      text: await this.textOf(caller, action),
      now: new Date().toISOString(),
    };
  }

  /**
   * @param createdBy the run or comparison whose session and question they are
   * @throws NotFound, InvalidInput or Conflict when the request cannot be carried out
   */
  async plan(
    { userId }: Caller,
    request: RunRequest,
    surroundings: RunSurroundings,
    {
      runId,
      createdBy,
      step,
    }: { runId: string; createdBy: string; step?: TriedStep | undefined },
  ): Promise<{ plan: RunPlan; worstCaseNanoUsd: number }> {
    const cards = await this.cards.systemPromptCards(
      request.projectId,
      request.cardVersions,
    );
    return planChat(request, {
      ...surroundings,
      step,
      runId,
      userId,
      ...(createdBy !== runId && { comparisonId: createdBy }),
      ids: { ...createdIds(createdBy), answerId: answerIdOf(runId) },
      cards: cards.map(({ content }) => content),
      region: this.config.region,
    });
  }

  /** @throws BudgetExceeded when the month cannot pay for the worst case. */
  async assertAffordable(
    { userId }: Caller,
    worstCaseNanoUsd: number,
    now: string,
  ): Promise<void> {
    const ledger = await this.ledger.get(studioScope(userId, now));
    const available = ledger?.available ?? this.config.monthlyCapNanoUsd;
    if (worstCaseNanoUsd <= available) return;
    throw new BudgetExceeded(
      `This may cost up to ${formatUsd(worstCaseNanoUsd)}, and ${formatUsd(Math.max(0, available))} of this month's ${formatUsd(ledger?.limit ?? this.config.monthlyCapNanoUsd)} are left. Ask for fewer maxTokens, choose a cheaper model or wait for the next month.`,
    );
  }

  private async sessionOf(
    caller: Caller,
    sessionId: string,
    projectId: string,
  ): Promise<Session> {
    const session = await this.ownSessions.own(caller, sessionId);
    if (session.projectId !== projectId)
      throw new NotFound(`The project has no session ${sessionId}.`);
    return session;
  }

  private async textOf(
    caller: Caller,
    action: RunRequest['action'],
  ): Promise<string> {
    if (action.kind === 'MESSAGE') return action.text;
    return action.kind === 'UPLOADED_MESSAGE'
      ? this.uploads.text(caller, action.uploadId)
      : '';
  }
}
