import type { Expression } from './ast';
import type { Paths } from './analysis-scope';

/**
 * The paths that certainly exist where a condition is true (or false): `x is defined`, `'key' in x`,
 * and what `and`, `or` and `not` make of them.
 */
export function guardedPaths(
  condition: Expression,
  isTrue: boolean,
  pathsOf: (expression: Expression) => Paths,
): Paths {
  const { kind } = condition;
  if (kind === 'test') {
    const { name } = condition.test;
    const guards = isTrue ? name === 'defined' : name === 'undefined';
    return guards ? pathsOf(condition.input) : [];
  }
  if (kind === 'unary' && condition.operator === 'not') {
    return guardedPaths(condition.operand, !isTrue, pathsOf);
  }
  if (kind === 'logical' && (condition.operator === 'and') === isTrue) {
    return condition.operands.flatMap((operand) =>
      guardedPaths(operand, isTrue, pathsOf),
    );
  }
  if (kind !== 'comparison' || condition.first.kind !== 'literal') return [];
  const [only, ...others] = condition.rest;
  const key = condition.first.value;
  if (
    only?.operator !== (isTrue ? 'in' : 'not in') ||
    others.length > 0 ||
    typeof key !== 'string'
  )
    return [];
  return pathsOf(only.operand).map((path) => `${path}.${key}`);
}
