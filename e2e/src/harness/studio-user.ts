import {
  projectSchema,
  runSchema,
  sessionHistorySchema,
  type AnswerMessage,
  type Run,
  type RunInput,
} from '@plot-palette/domain';
import { Api } from './api';
import type { Outputs } from './outputs';
import { newUser } from './user';

/** A new user of the studio with a project. */
export class StudioUser {
  private constructor(
    readonly api: Api,
    readonly projectId: string,
  ) {}

  static async create(outputs: Outputs): Promise<StudioUser> {
    const api = new Api(outputs, (await newUser(outputs)).accessToken);
    const project = {
      name: 'Studio',
      settings: { model: 'claude-haiku', parameters: { maxTokens: 2_000 } },
    };
    const { projectId } = await api.expect(
      projectSchema,
      'POST',
      '/api/projects',
      project,
    );
    return new StudioUser(api, projectId);
  }

  /** Starts a run in a session of its own. */
  ask(text: string): Promise<Run> {
    const { projectId } = this;
    const action = { kind: 'MESSAGE', text } as const;
    const input: RunInput = { projectId, action };
    return this.api.expect(runSchema, 'POST', '/runs', input);
  }

  /** The run, and the answer that its session has. */
  async recorded(
    runId: string,
  ): Promise<{ run: Run; answer: AnswerMessage | undefined }> {
    const run = await this.api.expect(runSchema, 'GET', `/runs/${runId}`);
    const { history } = await this.api.expect(
      sessionHistorySchema,
      'GET',
      `/sessions/${run.sessionId}`,
    );
    const answer = history.find(
      ({ messageId }) => messageId === run.answerMessageId,
    );
    return { run, answer: answer?.role === 'assistant' ? answer : undefined };
  }
}
