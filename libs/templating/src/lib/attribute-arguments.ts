import type { Application, Expression } from './ast';

/** Filters that read an attribute of every element, and where its name stands among their arguments. */
const ATTRIBUTE_POSITIONS: ReadonlyMap<string, number | undefined> = new Map([
  ['map', undefined],
  ['selectattr', 0],
  ['rejectattr', 0],
  ['groupby', 0],
  ['sum', 0],
  ['join', 1],
  ['unique', 1],
  ['min', 1],
  ['max', 1],
  ['sort', 2],
]);
/** Filters whose elements are the elements of their input. */
const SAME_ELEMENTS = new Set([
  'list',
  'sort',
  'reverse',
  'unique',
  'select',
  'reject',
  'selectattr',
  'rejectattr',
]);
/** Filters that give one element of their input. */
const ONE_ELEMENT = new Set(['first', 'last', 'random', 'min', 'max']);

/** How the paths of a filter's result follow from those of its input. */
export function resultPath(filter: string, path: string): string | undefined {
  if (SAME_ELEMENTS.has(filter)) return path;
  return ONE_ELEMENT.has(filter) ? `${path}[]` : undefined;
}

/** The attributes of the elements that a filter reads, and whether it copes without them. */
export function readAttributes({ name, args }: Application): {
  readonly attributes: readonly string[];
  readonly isOptional: boolean;
} {
  if (!ATTRIBUTE_POSITIONS.has(name))
    return { attributes: [], isOptional: false };
  const position = ATTRIBUTE_POSITIONS.get(name);
  const named = args.named.find(
    (argument) => argument.name === 'attribute',
  )?.value;
  const attribute =
    named ?? (position === undefined ? undefined : args.positional[position]);
  const hasDefault =
    args.named.some((argument) => argument.name === 'default') ||
    (name === 'groupby' && args.positional.length > 1);
  const testsPresence =
    name.endsWith('attr') && isText(args.positional[1], 'defined', 'undefined');
  const text = textOf(attribute);
  return {
    attributes:
      text === undefined ? [] : name === 'sort' ? text.split(',') : [text],
    isOptional: hasDefault || testsPresence,
  };
}

function textOf(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined;
}

function isText(
  expression: Expression | undefined,
  ...texts: readonly string[]
): boolean {
  const text = textOf(expression);
  return text !== undefined && texts.includes(text);
}

/** The path of an element's attribute: numbers in it are indexes. */
export function elementPath(path: string, attribute: string): string {
  return attribute
    .split('.')
    .reduce(
      (longer, part) =>
        /^\d+$/.test(part) ? `${longer}[]` : `${longer}.${part}`,
      `${path}[]`,
    );
}
