import { StartFailure } from '../start-failure';
import { type TemplateValue } from './cloudformation-yaml';

export type TemplateObject = { readonly [key: string]: TemplateValue };

/** What names stand for while a template is evaluated. */
export interface Scope {
  /** Parameters, pseudo parameters, physical ids. @throws when the name is unknown */
  ref(name: string): TemplateValue;
  /** @throws when the resource or its attribute is unknown */
  attribute(resource: string, attribute: string): TemplateValue;
  readonly conditions: TemplateObject;
  readonly mappings: TemplateObject;
}

/** `AWS::NoValue`: the property that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = TemplateValue | typeof NO_VALUE;

/** A template asks for something that cannot be evaluated here. */
export class UnresolvableTemplate extends StartFailure {
  constructor(message: string) {
    super(message, 'Mend the template in cloudformation/ and start again.');
    this.name = 'UnresolvableTemplate';
  }
}

/** Evaluates the intrinsic functions in a value. `undefined` stands for `AWS::NoValue`. */
export function resolveValue(
  value: TemplateValue,
  scope: Scope,
): TemplateValue | undefined {
  const resolved = evaluate(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** Evaluates a condition by its name. @throws UnresolvableTemplate */
export function holds(condition: string, scope: Scope): boolean {
  const definition = scope.conditions[condition];
  if (definition === undefined)
    throw new UnresolvableTemplate(`there is no condition ${condition}`);
  return evaluate(definition, scope) === true;
}

function evaluate(value: TemplateValue, scope: Scope): Resolved {
  if (isList(value))
    return value
      .map((entry) => evaluate(entry, scope))
      .filter((entry) => entry !== NO_VALUE);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    const [name, argument] = first;
    const intrinsic = INTRINSICS[name];
    if (intrinsic !== undefined) return intrinsic(argument, scope);
    if (name.startsWith('Fn::'))
      throw new UnresolvableTemplate(
        `${name} is not evaluated by the local cloud`,
      );
  }
  return Object.fromEntries(
    entries.flatMap(([key, entry]) => {
      const resolved = evaluate(entry, scope);
      return resolved === NO_VALUE ? [] : [[key, resolved]];
    }),
  );
}

type Intrinsic = (argument: TemplateValue, scope: Scope) => Resolved;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) =>
    name === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [resource, ...attribute] = isList(argument)
      ? argument.map(text)
      : text(argument).split('.');
    return scope.attribute(resource ?? '', attribute.join('.'));
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(plain(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = list(argument);
    return text(plain(whole, scope)).split(text(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument);
    return list(plain(from, scope))[Number(plain(index, scope))] ?? null;
  },
  'Fn::FindInMap': (argument, scope) => {
    const path = list(plain(argument, scope)).map(text);
    const found = path.reduce<TemplateValue | undefined>(
      (table, key) =>
        table !== undefined && isObject(table) ? table[key] : undefined,
      scope.mappings,
    );
    if (found === undefined)
      throw new UnresolvableTemplate(`there is no mapping ${path.join('.')}`);
    return found;
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument);
    return evaluate((holds(text(condition), scope) ? yes : no) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(plain(argument, scope));
    return String(left) === String(right);
  },
  'Fn::Not': (argument, scope) => list(plain(argument, scope))[0] !== true,
  'Fn::And': (argument, scope) =>
    list(plain(argument, scope)).every((entry) => entry === true),
  'Fn::Or': (argument, scope) =>
    list(plain(argument, scope)).some((entry) => entry === true),
  Condition: (name, scope) => holds(text(name), scope),
};

function substitute(argument: TemplateValue, scope: Scope): string {
  const [pattern, variables] = isList(argument) ? argument : [argument];
  const own = isObject(variables) ? variables : {};
  return text(pattern).replaceAll(
    /\$\{(!?)([^}]+)\}/g,
    (_whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      const given = own[name];
      if (given !== undefined) return text(plain(given, scope));
      const dot = name.indexOf('.');
      return text(
        dot < 0
          ? scope.ref(name)
          : scope.attribute(name.slice(0, dot), name.slice(dot + 1)),
      );
    },
  );
}

/** In an argument of a function, `AWS::NoValue` has no meaning. */
function plain(value: TemplateValue | undefined, scope: Scope): TemplateValue {
  const resolved = evaluate(value ?? null, scope);
  if (resolved === NO_VALUE)
    throw new UnresolvableTemplate('AWS::NoValue is no argument of a function');
  return resolved;
}

export function isList(
  value: TemplateValue | undefined,
): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function isObject(
  value: TemplateValue | undefined,
): value is TemplateObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: TemplateValue): readonly TemplateValue[] {
  if (!isList(value))
    throw new UnresolvableTemplate(
      `expected a list, got ${JSON.stringify(value)}`,
    );
  return value;
}

function text(value: TemplateValue | undefined): string {
  if (value === undefined || value === null || typeof value === 'object') {
    throw new UnresolvableTemplate(
      `expected text, got ${JSON.stringify(value)}`,
    );
  }
  return String(value);
}
