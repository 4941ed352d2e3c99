import { setTimeout as sleep } from 'node:timers/promises';
import { problemSchema } from '@plot-palette/domain';
import { type z } from 'zod';
import { errorMessage } from '../error-code';
import { StartFailure } from '../start-failure';

const RETRY_MS = 30_000;
const RETRY_INTERVAL_MS = 500;

export interface ApiRequest<Answer extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly answer: Answer;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** The public API as any client uses it: an access token, JSON, problem details. */
export class ApiClient {
  private token: string | undefined;

  constructor(
    private readonly baseUrl: string,
    private readonly signIn: () => Promise<string>,
  ) {}

  /** @throws StartFailure with what the API said, or when its answer is not what the contract says */
  async request<Answer extends z.ZodType>(
    request: ApiRequest<Answer>,
  ): Promise<z.infer<Answer>> {
    const answer = await this.find(request);
    if (answer === undefined) throw failure(request, 'there is no such thing');
    return answer;
  }

  /** Like `request`; undefined when the API answers 404. */
  async find<Answer extends z.ZodType>(
    request: ApiRequest<Answer>,
  ): Promise<z.infer<Answer> | undefined> {
    let response = await this.send(request);
    if (response.status === 401) {
      this.token = undefined;
      response = await this.send(request);
    }
    if (response.status === 404) return undefined;
    const text = await response.text();
    if (!response.ok)
      throw failure(request, `${response.status} ${problemOf(text)}`);
    const parsed = request.answer.safeParse(JSON.parse(text));
    if (!parsed.success)
      throw failure(
        request,
        `the answer breaks its contract: ${parsed.error.message}`,
      );
    return parsed.data;
  }

  /** What only reads is asked again while the local cloud restarts a part that was killed. */
  private async send(request: ApiRequest<z.ZodType>): Promise<Response> {
    const deadline = Date.now() + (request.method === 'GET' ? RETRY_MS : 0);
    for (;;) {
      try {
        const response = await this.sendOnce(request);
        if (response.status < 500 || Date.now() > deadline) return response;
      } catch (error) {
        if (Date.now() > deadline) throw failure(request, errorMessage(error));
      }
      await sleep(RETRY_INTERVAL_MS);
    }
  }

  private async sendOnce({
    method,
    path,
    body,
    idempotencyKey,
  }: ApiRequest<z.ZodType>): Promise<Response> {
    this.token ??= await this.signIn();
    return fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined
          ? {}
          : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

function problemOf(text: string): string {
  try {
    const { detail, issues = [] } = problemSchema.parse(JSON.parse(text));
    return [
      detail,
      ...issues.map(({ where, message }) => `${where}: ${message}`),
    ].join('; ');
  } catch {
    return text.slice(0, 500);
  }
}

function failure(
  { method, path }: ApiRequest<z.ZodType>,
  problem: string,
): StartFailure {
  return new StartFailure(
    `the demo's ${method} ${path} failed: ${problem}`,
    'logs/functions in the data directory has the output of the functions behind it.',
  );
}
