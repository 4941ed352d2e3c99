import { InvalidInput, type Issue } from '@plot-palette/domain';
import type { NextFunction, Request, Response } from 'express';

/** Levels of arrays and objects, the body's own included: far more than any JSON Schema needs, far less than a stack holds. */
export const MAX_BODY_DEPTH = 32;

/** Refuses bodies that would exhaust the stack of everything behind: validation, templates and stores recurse. */
export function shallowBody(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  const issues = tooDeep(request.body);
  const [first] = issues;
  next(
    first === undefined
      ? undefined
      : new InvalidInput(`${first.where}: ${first.message}`, { issues }),
  );
}

function tooDeep(body: unknown): Issue[] {
  return nestedIn([body]).length === 0
    ? []
    : Object.entries(body as object)
        .filter(([, value]) => depthExceeds(value, MAX_BODY_DEPTH - 1))
        .map(([where]) => ({
          where,
          message: `is nested too deeply: a body may have ${MAX_BODY_DEPTH} levels at most`,
        }));
}

/** Level by level, because recursion is what must not happen here. */
function depthExceeds(value: unknown, levels: number): boolean {
  let level = nestedIn([value]);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === levels) return true;
    level = level.flatMap((parent) => nestedIn(Object.values(parent)));
  }
  return false;
}

function nestedIn(values: readonly unknown[]): object[] {
  return values.filter(
    (value): value is object => typeof value === 'object' && value !== null,
  );
}
