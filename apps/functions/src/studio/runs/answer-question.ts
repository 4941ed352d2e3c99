import {
  Conflict,
  isRunOver,
  NotFound,
  type AnswerMessage,
  type Project,
  type RunPlan,
  type RunRequest,
  type Session,
} from '@plot-palette/domain';
import { planChat } from '@plot-palette/inference';
import type {
  ProjectStore,
  RunStore,
  SessionStore,
} from '@plot-palette/stores';
import { v5 as uuidFromName } from 'uuid';
import { endExpiredRun } from './end-expired-run';
import { performRun } from './perform-run';
import type { RunDependencies } from './run-dependencies';

/** Namespace of what a run of this kind brings into being. */
const NAMESPACE = '7f0a6a53-2f5e-4a43-8f0e-2a5d51b0a1c4';
/** It is claimed at once by this very process. */
const CLAIM_WITHIN_MS = 20_000;

export interface Question {
  /** Names the run: asking under the same id again gives the same answer and generates nothing. */
  readonly runId: string;
  readonly userId: string;
  readonly projectId: string;
  /** A new session when absent. */
  readonly sessionId?: string | undefined;
  readonly text: string;
  /** Alias, tier or Bedrock id; the project's model when absent. */
  readonly model?: string | undefined;
}

export interface AnswerDependencies extends RunDependencies {
  readonly projects: Pick<ProjectStore, 'get'>;
  readonly runs: RunDependencies['runs'] & Pick<RunStore, 'create' | 'read'>;
  readonly sessions: RunDependencies['sessions'] & Pick<SessionStore, 'get'>;
}

/**
 * Asks a question in a user's project and generates the answer to its end in this process, without anybody watching.
 * @returns the answer, also a failed one: its `status` says so.
 * @throws NotFound when project or session are not the user's, Conflict when the project starts no runs or another process
 *   generates this answer now, InvalidInput when the question cannot be asked.
 */
export async function answerQuestion(
  question: Question,
  dependencies: AnswerDependencies,
): Promise<AnswerMessage> {
  const { runId } = question;
  if ((await dependencies.runs.get(runId)) === undefined)
    await createOnce(question, dependencies);
  const answer = await performRun(runId, dependencies);
  return answer ?? answerOf(runId, dependencies);
}

/** At the same time another process may create it, too. */
async function createOnce(
  question: Question,
  dependencies: AnswerDependencies,
): Promise<void> {
  try {
    await create(question, dependencies);
  } catch (error) {
    const isTaken =
      error instanceof Conflict &&
      (await dependencies.runs.get(question.runId)) !== undefined;
    if (!isTaken) throw error;
  }
}

async function create(
  question: Question,
  dependencies: AnswerDependencies,
): Promise<void> {
  const { cards, sessions, runs, region } = dependencies;
  const { runId, userId, projectId } = question;
  const project = await projectOf(question, dependencies);
  const session = await sessionOf(question, dependencies);
  const { plan } = planChat(requestOf(question), {
    runId,
    userId,
    project,
    session,
    messages:
      session === undefined ? [] : await sessions.messages(session.sessionId),
    text: question.text,
    ids: idsOf(runId),
    now: new Date().toISOString(),
    cards: (await cards.systemPromptCards(projectId, {})).map(
      ({ content }) => content,
    ),
    region,
  });
  await runs.create([newRunOf(plan)], changeOf(plan), claimableUntil());
}

function requestOf({
  projectId,
  sessionId,
  model,
  text,
}: Question): RunRequest {
  return {
    projectId,
    sessionId,
    model,
    parameters: {},
    cardVersions: {},
    action: { kind: 'MESSAGE', text },
  };
}

function newRunOf({ run, assignment }: RunPlan) {
  return { run, assignment, requestHash: '' };
}

function changeOf({ session, isNew, question, assignment }: RunPlan) {
  return { session, isNew, question, historyDays: assignment.historyDays };
}

function claimableUntil(): string {
  return new Date(Date.now() + CLAIM_WITHIN_MS).toISOString();
}

function idsOf(runId: string) {
  return {
    sessionId: uuidFromName(`${runId}/session`, NAMESPACE),
    questionId: uuidFromName(`${runId}/question`, NAMESPACE),
    answerId: uuidFromName(`${runId}/answer`, NAMESPACE),
  };
}

async function projectOf(
  { projectId, userId }: Question,
  { projects }: AnswerDependencies,
): Promise<Project> {
  const project = await projects.get(projectId);
  if (project?.owner !== userId)
    throw new NotFound(`There is no project ${projectId}.`);
  if (project.status !== 'ACTIVE')
    throw new Conflict(
      'The project is INACTIVE and starts no runs. Set it ACTIVE first.',
    );
  return project;
}

async function sessionOf(
  { sessionId, userId, projectId }: Question,
  { sessions }: AnswerDependencies,
): Promise<Session | undefined> {
  if (sessionId === undefined) return undefined;
  const session = await sessions.get(sessionId);
  if (session?.userId !== userId || session.projectId !== projectId)
    throw new NotFound(`There is no session ${sessionId}.`);
  return session;
}

/** Of a run that somebody else has generated. */
async function answerOf(
  runId: string,
  dependencies: AnswerDependencies,
): Promise<AnswerMessage> {
  const { runs, sessions } = dependencies;
  const claimed = await runs.read(runId);
  if (claimed !== undefined) await endExpiredRun(claimed, dependencies);
  const run = await runs.get(runId);
  if (run === undefined || !isRunOver(run.status))
    throw new Conflict(`Run ${runId} is being generated already.`, {
      retryable: true,
    });
  const messages = await sessions.messages(run.sessionId);
  const answer = messages.find(
    ({ messageId }) => messageId === run.answerMessageId,
  );
  if (answer?.role !== 'assistant')
    throw new NotFound('The session of this run was deleted.');
  return answer;
}
