import { HttpErrorResponse } from '@angular/common/http';
import { problemSchema, type Issue } from '@plot-palette/domain';
import { z } from 'zod';

export interface ApiProblemOptions {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly issues?: readonly Issue[] | undefined;
  readonly requestId?: string | undefined;
}

/** What the API could not do, in words for people. `status` 0: it was not reached at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly issues: readonly Issue[];
  readonly requestId: string | undefined;

  constructor(options: ApiProblemOptions) {
    super(`${options.title}: ${options.detail}`);
    // Not from the class: its name does not survive the bundler.
    this.name = 'ApiProblem';
    this.status = options.status;
    this.title = options.title;
    this.detail = options.detail;
    this.issues = options.issues ?? [];
    this.requestId = options.requestId;
  }
}

/** Everything that a call can throw, as one kind of error. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HttpErrorResponse) return ofResponse(error);
  if (error instanceof z.ZodError) return ofUnexpectedShape(error);
  // `resource` wraps what is not an Error of its own kind.
  if (error instanceof Error && error.cause !== undefined)
    return asProblem(error.cause);
  return new ApiProblem({
    status: 0,
    title: 'Something went wrong in the console',
    detail: error instanceof Error ? error.message : String(error),
  });
}

function ofResponse(error: HttpErrorResponse): ApiProblem {
  const problem = problemSchema.safeParse(bodyOf(error));
  if (problem.success) return new ApiProblem(problem.data);
  if (error.status === 0)
    return new ApiProblem({
      status: 0,
      title: 'The server cannot be reached',
      detail: 'Check the connection and try again.',
    });
  return new ApiProblem({
    status: error.status,
    title: `The server answered ${error.status}`,
    detail: 'It gave no reason. Try again in a moment.',
  });
}

/** Angular leaves the body of a failed answer as text when its type is not plain JSON. */
function bodyOf(error: HttpErrorResponse): unknown {
  const body: unknown = error.error;
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function ofUnexpectedShape(error: z.ZodError): ApiProblem {
  return new ApiProblem({
    status: 0,
    title: 'The console does not understand this answer',
    detail:
      'The server and this page may be of different releases. Reload the page.',
    issues: error.issues.map(({ path, message }) => ({
      where: path.map(String).join('.'),
      message,
    })),
  });
}

/** Somebody else changed it first. */
export function isConflict(problem: ApiProblem | undefined): boolean {
  return problem?.status === 409 || problem?.status === 412;
}
