import type { Expression } from './ast';

/** The dotted path that an expression reads, such as `author.books[0].title`; `undefined` for what is no path. */
export function expressionPath(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'attribute' && expression.kind !== 'subscript')
    return undefined;
  const target = expressionPath(expression.target);
  if (target === undefined) return undefined;
  if (expression.kind === 'attribute') return `${target}.${expression.name}`;
  const { index } = expression;
  if (index.kind !== 'literal') return `${target}[…]`;
  return typeof index.value === 'string'
    ? `${target}.${index.value}`
    : `${target}[${String(index.value)}]`;
}
