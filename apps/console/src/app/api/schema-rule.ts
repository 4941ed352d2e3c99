import {
  validate,
  type PathKind,
  type SchemaPath,
  type SchemaPathRules,
} from '@angular/forms/signals';
import type { z } from 'zod';

/** The API's own schema as the rule of a field, so that the form and the API never disagree about a limit. */
export function schemaRule<Value, Kind extends PathKind = PathKind.Root>(
  path: SchemaPath<Value, SchemaPathRules.Supported, Kind>,
  schema: z.ZodType,
): void {
  validate(path, ({ value }) => {
    const result = schema.safeParse(value());
    return result.success
      ? undefined
      : result.error.issues.map((issue) => ({
          kind: issue.code,
          message: issueText(issue),
        }));
  });
}

/** zod speaks to developers; these are the few things that a form field can get wrong. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_type':
      return issue.expected === 'int' ? 'A whole number.' : 'Required.';
    default:
      return sentence(issue.message);
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  const minimum = Number(issue.minimum);
  if (issue.origin === 'array') return 'Choose at least one.';
  if (issue.origin === 'string')
    return minimum === 1 ? 'Required.' : `At least ${minimum} characters.`;
  return issue.inclusive === false
    ? `More than ${number(minimum)}.`
    : `At least ${number(minimum)}.`;
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  const maximum = number(Number(issue.maximum));
  return issue.origin === 'string'
    ? `At most ${maximum} characters.`
    : `At most ${maximum}.`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
