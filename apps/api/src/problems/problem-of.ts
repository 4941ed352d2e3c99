import { HttpException } from '@nestjs/common';
import {
  AppError,
  BudgetTooSmall,
  nanoToUsd,
  type Issue,
  type Problem,
} from '@plot-palette/domain';
import { ZodValidationException } from 'nestjs-zod';
import { ZodError } from 'zod';
import { MAX_BODY_MEGABYTES } from '../http/body-limit';
import { DEFECT, PROBLEM_OF_CODE, PROBLEM_OF_STATUS } from './problem-kinds';

type ProblemBody = Omit<Problem, 'instance' | 'requestId'>;

/** What the caller is told about an error; a defect is told as nothing but that. */
export function problemOf(error: unknown): ProblemBody {
  if (error instanceof AppError) return problemOfAppError(error);
  if (error instanceof ZodValidationException) {
    const issues = issuesOf(error.getZodError());
    return body(400, summary(issues), issues);
  }
  const parserError = parserErrorOf(error);
  if (parserError !== undefined)
    return body(parserError.status, parserDetail(parserError));
  if (error instanceof HttpException && isKnown(error.getStatus()))
    return body(error.getStatus(), error.message);
  return withKind(DEFECT, 'Try again; if it stays, report the requestId.');
}

function problemOfAppError(error: AppError): ProblemBody {
  return {
    ...withKind(PROBLEM_OF_CODE[error.code], error.message),
    ...(error.issues.length > 0 ? { issues: [...error.issues] } : {}),
    ...(error instanceof BudgetTooSmall
      ? { minimumBudgetUsd: nanoToUsd(error.minimumNanoUsd) }
      : {}),
  };
}

function body(
  status: number,
  detail: string,
  issues: readonly Issue[] = [],
): ProblemBody {
  return {
    ...withKind(PROBLEM_OF_STATUS[status] ?? DEFECT, detail),
    ...(issues.length > 0 ? { issues: [...issues] } : {}),
  };
}

function withKind(
  { kind, status, title }: typeof DEFECT,
  detail: string,
): ProblemBody {
  return { type: `urn:plot-palette:problem:${kind}`, title, status, detail };
}

function isKnown(status: number): boolean {
  return PROBLEM_OF_STATUS[status] !== undefined;
}

function issuesOf(error: unknown): Issue[] {
  if (!(error instanceof ZodError)) return [];
  return error.issues.map(({ path, message }) => ({
    where: path.map(String).join('.'),
    message,
  }));
}

function summary(issues: readonly Issue[]): string {
  const [first, ...more] = issues;
  if (first === undefined) return 'The request is not valid.';
  const rest = more.length > 0 ? ` (and ${more.length} more, see issues)` : '';
  return first.where === ''
    ? `${first.message}${rest}`
    : `${first.where}: ${first.message}${rest}`;
}

/** What Express and its body parser throw: errors with a status that is meant for the client. */
interface ParserError extends Error {
  readonly status: number;
  readonly type?: string;
}

/** Nest wraps them when they come from middleware. */
function parserErrorOf(error: unknown): ParserError | undefined {
  const source = error instanceof HttpException ? error.cause : error;
  return isParserError(source) ? source : undefined;
}

function isParserError(error: unknown): error is ParserError {
  return (
    error instanceof Error &&
    !(error instanceof HttpException) &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status < 500 &&
    isKnown(error.status)
  );
}

function parserDetail({ status, type }: ParserError): string {
  if (status === 413)
    return `The body may have ${MAX_BODY_MEGABYTES} MB at most.`;
  if (status === 415)
    return 'The encoding of the body is not supported. Send UTF-8 JSON, uncompressed or gzip.';
  if (type === 'entity.parse.failed')
    return 'The body is not valid JSON: it must be one JSON object.';
  return 'The request is malformed.';
}
