import { BedrockError } from '../wire/bedrock-error';

const MAX_ERROR_CHARACTERS = 500;

/** An OpenAI-compatible server: its address, its key, and its errors in Bedrock's words. */
export class OpenAiEndpoint {
  readonly url: string;

  constructor(
    url: string,
    private readonly apiKey: string | undefined,
  ) {
    this.url = url.replace(/\/+$/, '');
  }

  get(path: string): Promise<Response> {
    return this.request(path, { method: 'GET' });
  }

  post(path: string, body: object, signal: AbortSignal): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      signal,
    });
  }

  /** For answers that cannot be understood. */
  unintelligible(cause: unknown): BedrockError {
    return new BedrockError(
      'ModelErrorException',
      `${this.url} answered with something that is no chat completion. Is it the base URL of an OpenAI-compatible API (it usually ends with /v1)?`,
      { cause },
    );
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    const response = await this.fetch(path, init);
    if (response.ok) return response;
    throw await this.refusal(response);
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const authorization =
      this.apiKey === undefined
        ? {}
        : { authorization: `Bearer ${this.apiKey}` };
    try {
      return await fetch(this.url + path, {
        ...init,
        headers: { 'content-type': 'application/json', ...authorization },
      });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new BedrockError(
        'ServiceUnavailableException',
        `The model server at ${this.url} cannot be reached (${causeOf(error)}). Start it there, or correct --openai-url.`,
        { cause: error },
      );
    }
  }

  private async refusal(response: Response): Promise<BedrockError> {
    const text = (await response.text().catch(() => '')).slice(
      0,
      MAX_ERROR_CHARACTERS,
    );
    const said = `${this.url} answered ${response.status}: ${text}`;
    if (response.status === 429)
      return new BedrockError('ThrottlingException', said, {
        retryAfterSeconds: retryAfterSeconds(response),
      });
    if (response.status === 401 || response.status === 403) {
      return new BedrockError(
        'AccessDeniedException',
        `${said}. Set OPENAI_API_KEY to a key that it accepts.`,
      );
    }
    if (response.status < 500)
      return new BedrockError('ValidationException', said);
    return new BedrockError(
      'ServiceUnavailableException',
      `${said}. Look at that server's log.`,
    );
  }
}

function retryAfterSeconds(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds;
  const untilMs = Date.parse(value) - Date.now();
  return Number.isNaN(untilMs)
    ? undefined
    : Math.max(0, Math.ceil(untilMs / 1000));
}

/** fetch hides the reason one or two levels down. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return causeOf(error.cause);
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : error.message;
}
