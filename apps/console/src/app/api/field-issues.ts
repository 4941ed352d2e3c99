import type { FieldTree, ValidationError } from '@angular/forms/signals';
import type { ApiProblem } from './api-problem';

/** One error of the API at the field that it is about. */
export type FieldIssue = ValidationError.WithOptionalFieldTree;

/**
 * Puts the issues of a refused request beside their fields: `steps.0.prompt` is the field tree's `steps[0].prompt`.
 * What names no field of this form stays with the problem panel.
 */
export function fieldIssues<Model>(
  form: FieldTree<Model>,
  { issues }: ApiProblem,
): FieldIssue[] {
  return issues.flatMap(({ where, message }) => {
    const fieldTree = fieldAt(form, where.split('.'));
    return fieldTree === undefined ? [] : [{ kind: 'api', message, fieldTree }];
  });
}

function fieldAt(
  form: unknown,
  path: readonly string[],
): FieldTree<unknown> | undefined {
  let field: unknown = form;
  for (const key of path) field = childOf(field, key);
  return isField(field) ? field : undefined;
}

function childOf(field: unknown, key: string): unknown {
  return isField(field) ? Reflect.get(field, key) : undefined;
}

function isField(value: unknown): value is FieldTree<unknown> {
  return typeof value === 'function';
}
