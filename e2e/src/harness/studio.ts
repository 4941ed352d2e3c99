import { randomUUID } from 'node:crypto';
import {
  comparisonSchema,
  eventStreamSchema,
  isRunOver,
  projectSchema,
  promptCardSchema,
  runEventSchema,
  runSchema,
  runUploadSchema,
  sessionHistorySchema,
  type AnswerMessage,
  type Comparison,
  type Project,
  type ProjectInput,
  type Run,
  type RunEvent,
  type RunInput,
  type RunSettings,
  type SessionHistory,
} from '@plot-palette/domain';
import { Api, until } from './api';
import type { Outputs } from './outputs';
import { newUser } from './user';

/** An expired lease is found by the minute's sweep. */
const RUN_ENDS_MS = 150_000;

/** One project of the prompt studio, as a program of its owner's would use it. */
export class Studio {
  private constructor(
    readonly api: Api,
    readonly project: Project,
  ) {}

  static async create(
    api: Api,
    project: Partial<ProjectInput> = {},
  ): Promise<Studio> {
    const created = await api.expect(projectSchema, 'POST', '/api/projects', {
      name: 'Fables',
      settings: { model: 'llama-3.1-8b' },
      ...project,
    });
    return new Studio(api, created);
  }

  /** Of somebody new, with a model whose answers are long enough to be followed. */
  static async ofNewUser(outputs: Outputs): Promise<Studio> {
    const { accessToken } = await newUser(outputs);
    return Studio.create(new Api(outputs, accessToken), {
      settings: { model: 'claude-haiku', parameters: { maxTokens: 2_000 } },
    });
  }

  async addCard(content: string): Promise<void> {
    const path = `/api/projects/${this.project.projectId}/prompts`;
    const card = { title: 'Card', content };
    await this.api.expect(promptCardSchema, 'POST', path, card);
  }

  start(request: Partial<RunInput>): Promise<Run> {
    const { projectId } = this.project;
    const body = { projectId, ...request };
    const key = { 'idempotency-key': randomUUID() };
    return this.api.expect(runSchema, 'POST', '/runs', body, key);
  }

  ask(text: string, settings: Partial<RunInput> = {}): Promise<Run> {
    return this.start({ ...settings, action: { kind: 'MESSAGE', text } });
  }

  /** Another answer to the same question. */
  regenerate({ sessionId, answerMessageId: messageId }: Run): Promise<Run> {
    return this.start({ sessionId, action: { kind: 'REGENERATE', messageId } });
  }

  compare(text: string, columns: Partial<RunSettings>[]): Promise<Comparison> {
    const { projectId } = this.project;
    const body = { projectId, text, columns };
    return this.api.expect(comparisonSchema, 'POST', '/comparisons', body);
  }

  async upload(text: string): Promise<string> {
    const { uploadId, url, fields } = await this.api.expect(
      runUploadSchema,
      'POST',
      '/runs/uploads',
    );
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      form.append(name, value);
    form.append('file', new Blob([text]));
    const uploaded = await fetch(url, { method: 'POST', body: form });
    if (!uploaded.ok)
      throw new Error(`upload: ${uploaded.status} ${await uploaded.text()}`);
    return uploadId;
  }

  run(runId: string): Promise<Run> {
    return this.api.expect(runSchema, 'GET', `/runs/${runId}`);
  }

  stop(runId: string): Promise<Run> {
    return this.api.expect(runSchema, 'POST', `/runs/${runId}/stop`);
  }

  /** The run once it has written so many events. */
  written({ runId }: Run, events: number): Promise<Run> {
    return until(
      () => this.run(runId),
      ({ lastSeq }) => lastSeq >= events,
      30_000,
      50,
    );
  }

  end({ runId }: Run): Promise<Run> {
    return until(
      () => this.run(runId),
      ({ status }) => isRunOver(status),
      RUN_ENDS_MS,
    );
  }

  session(sessionId: string): Promise<SessionHistory> {
    const path = `/sessions/${sessionId}`;
    return this.api.expect(sessionHistorySchema, 'GET', path);
  }

  async answer({ sessionId, answerMessageId }: Run): Promise<AnswerMessage> {
    const { history } = await this.session(sessionId);
    const answer = history.find((each) => each.messageId === answerMessageId);
    if (answer?.role !== 'assistant') throw new Error('there is no answer');
    return answer;
  }

  /** The whole log of a run that is over. */
  async log({ runId }: Run): Promise<RunEvent[]> {
    const { url } = await this.api.expect(
      eventStreamSchema,
      'POST',
      `/runs/${runId}/event-token`,
    );
    const stream = await (await fetch(url)).text();
    return [...stream.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
      runEventSchema.parse(JSON.parse(data)),
    );
  }
}

/** What the deltas of a log say together. */
export function textOf(log: readonly RunEvent[]): string {
  return log
    .map((event) => (event.type === 'delta' ? event.text : ''))
    .join('');
}
