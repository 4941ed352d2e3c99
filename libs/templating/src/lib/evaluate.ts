import { getAttribute, getItem, getSlice } from './access';
import { calculate, signed } from './arithmetic';
import type {
  Application,
  Attribute,
  Call,
  CallArguments,
  Comparison,
  Concatenation,
  Expression,
  Logical,
  Slice,
  Unary,
} from './ast';
import { compare } from './comparison';
import { methodOf } from './container-methods';
import { dictEntries, makeDict } from './dicts';
import { expressionPath } from './expression-path';
import { iterate } from './iteration';
import { Callable, callNative, type Arguments } from './native-function';
import { toText } from './printing';
import type { Runtime } from './runtime';
import type { Scope } from './scope';
import {
  isDict,
  isTruthy,
  Tuple,
  typeName,
  Undefined,
  valueOr,
  type Value,
} from './values';

/** The value of an expression. */
export function evaluate(
  runtime: Runtime,
  scope: Scope,
  node: Expression,
): Value {
  runtime.charge(1);
  runtime.at = node.at;
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'name':
      return valueOr(scope.get(node.name), () => undefinedAt(node));
    case 'attribute': {
      const target = evaluate(runtime, scope, node.target);
      runtime.at = node.at;
      return valueOr(getAttribute(runtime, target, node.name), () =>
        undefinedAt(node),
      );
    }
    case 'subscript': {
      const target = evaluate(runtime, scope, node.target);
      const index = evaluate(runtime, scope, node.index);
      runtime.at = node.at;
      return valueOr(getItem(runtime, target, index), () => undefinedAt(node));
    }
    case 'slice':
      return evaluateSlice(runtime, scope, node);
    case 'list':
      return evaluateAll(runtime, scope, node.items);
    case 'tuple':
      return new Tuple(evaluateAll(runtime, scope, node.items));
    case 'dict':
      return makeDict(
        runtime,
        node.pairs.map(({ key, value }) => [
          evaluate(runtime, scope, key),
          evaluate(runtime, scope, value),
        ]),
      );
    case 'call':
      return evaluateCall(runtime, scope, node);
    case 'filter':
      return applyFilter(
        runtime,
        scope,
        node.filter,
        evaluate(runtime, scope, node.input),
      );
    case 'test':
      return applyTest(
        runtime,
        scope,
        node.test,
        evaluate(runtime, scope, node.input),
      );
    case 'unary':
      return evaluateUnary(runtime, scope, node);
    case 'binary': {
      const left = evaluate(runtime, scope, node.left);
      const right = evaluate(runtime, scope, node.right);
      runtime.at = node.at;
      return calculate(runtime, node.operator, left, right);
    }
    case 'concatenation':
      return evaluateConcatenation(runtime, scope, node);
    case 'comparison':
      return evaluateComparison(runtime, scope, node);
    case 'logical':
      return evaluateLogical(runtime, scope, node);
    case 'conditional':
      if (isTruthy(runtime, evaluate(runtime, scope, node.test)))
        return evaluate(runtime, scope, node.then);
      return node.otherwise === undefined
        ? new Undefined(
            "The inline 'if' has no 'else', and its condition is false",
          )
        : evaluate(runtime, scope, node.otherwise);
    default:
      return node satisfies never;
  }
}

function undefinedAt(node: Expression): Undefined {
  const path = expressionPath(node);
  return new Undefined(
    path === undefined ? 'The value is undefined' : `'${path}' is undefined`,
    path,
  );
}

function evaluateAll(
  runtime: Runtime,
  scope: Scope,
  nodes: readonly Expression[],
): Value[] {
  return nodes.map((node) => evaluate(runtime, scope, node));
}

function evaluateSlice(runtime: Runtime, scope: Scope, node: Slice): Value {
  const target = evaluate(runtime, scope, node.target);
  const bound = (expression: Expression | undefined): Value =>
    expression === undefined ? null : evaluate(runtime, scope, expression);
  const bounds = {
    start: bound(node.start),
    stop: bound(node.stop),
    step: bound(node.step),
  };
  runtime.at = node.at;
  return getSlice(runtime, target, bounds);
}

function evaluateUnary(runtime: Runtime, scope: Scope, node: Unary): Value {
  const operand = evaluate(runtime, scope, node.operand);
  runtime.at = node.at;
  return node.operator === 'not'
    ? !isTruthy(runtime, operand)
    : signed(runtime, node.operator, operand);
}

function evaluateConcatenation(
  runtime: Runtime,
  scope: Scope,
  node: Concatenation,
): Value {
  let text = '';
  for (const part of node.parts) {
    const partText = toText(runtime, evaluate(runtime, scope, part));
    runtime.at = node.at;
    runtime.reserveText(text.length + partText.length);
    text += partText;
  }
  return text;
}

function evaluateComparison(
  runtime: Runtime,
  scope: Scope,
  node: Comparison,
): Value {
  let left = evaluate(runtime, scope, node.first);
  for (const { operator, operand } of node.rest) {
    const right = evaluate(runtime, scope, operand);
    runtime.at = node.at;
    if (!compare(runtime, operator, left, right)) return false;
    left = right;
  }
  return true;
}

function evaluateLogical(runtime: Runtime, scope: Scope, node: Logical): Value {
  let value: Value = null;
  for (const operand of node.operands) {
    value = evaluate(runtime, scope, operand);
    if (isTruthy(runtime, value) === (node.operator === 'or')) return value;
  }
  return value;
}

/** Evaluates the arguments of a call, `*` and `**` included. */
export function evaluateArguments(
  runtime: Runtime,
  scope: Scope,
  args: CallArguments,
): Arguments {
  const positional = evaluateAll(runtime, scope, args.positional);
  const named = new Map<string, Value>();
  for (const { name, value } of args.named) {
    if (named.has(name))
      throw runtime.failure(`The argument '${name}' is given twice`);
    named.set(name, evaluate(runtime, scope, value));
  }
  if (args.spread !== undefined)
    positional.push(...spreadItems(runtime, scope, args.spread));
  if (args.namedSpread !== undefined) {
    const source = evaluate(runtime, scope, args.namedSpread);
    if (!isDict(source)) throw runtime.typeFailure(source, "'**' needs a dict");
    const entries = dictEntries(source);
    runtime.charge(entries.length);
    for (const [name, value] of entries)
      named.set(toText(runtime, name), value);
  }
  return { positional, named };
}

/** Arguments travel on the stack of the machine, so there are few. */
const MOST_SPREAD_ARGUMENTS = 1000;

function spreadItems(
  runtime: Runtime,
  scope: Scope,
  expression: Expression,
): readonly Value[] {
  const items = iterate(runtime, evaluate(runtime, scope, expression));
  if (items.length > MOST_SPREAD_ARGUMENTS) {
    throw runtime.failure(
      `'*' gives ${items.length} arguments, more than ${MOST_SPREAD_ARGUMENTS}`,
    );
  }
  return items;
}

function evaluateCall(runtime: Runtime, scope: Scope, node: Call): Value {
  const { callee } = node;
  if (callee.kind === 'attribute')
    return evaluateMethodCall(runtime, scope, node, callee);
  const value = evaluate(runtime, scope, callee);
  return callValue(runtime, scope, node, value);
}

/** The usual call of a method needs no object that binds it to its value. */
function evaluateMethodCall(
  runtime: Runtime,
  scope: Scope,
  node: Call,
  callee: Attribute,
): Value {
  const target = evaluate(runtime, scope, callee.target);
  const method = methodOf(target, callee.name);
  runtime.at = callee.at;
  if (method === undefined) {
    const value = valueOr(getAttribute(runtime, target, callee.name), () =>
      undefinedAt(callee),
    );
    return callValue(runtime, scope, node, value);
  }
  const args = evaluateArguments(runtime, scope, node.args);
  runtime.at = node.at;
  return callNative(runtime, `method '${callee.name}'`, method, target, args);
}

function callValue(
  runtime: Runtime,
  scope: Scope,
  node: Call,
  callee: Value,
): Value {
  runtime.at = node.at;
  if (callee instanceof Callable) {
    const args = evaluateArguments(runtime, scope, node.args);
    runtime.at = node.at;
    return callee.call(runtime, args);
  }
  if (callee instanceof Undefined) {
    throw runtime.failure(`${callee.hint}, so it cannot be called`, {
      path: callee.path,
    });
  }
  const name = expressionPath(node.callee) ?? 'The value';
  throw runtime.failure(
    `'${name}' is no macro or function but a ${typeName(callee)}, so it cannot be called`,
  );
}

export function applyFilter(
  runtime: Runtime,
  scope: Scope,
  filter: Application,
  input: Value,
): Value {
  const args = evaluateArguments(runtime, scope, filter.args);
  runtime.at = filter.at;
  const run = runtime.library.filter(runtime, filter.name);
  return callNative(runtime, `filter '${filter.name}'`, run, input, args);
}

function applyTest(
  runtime: Runtime,
  scope: Scope,
  test: Application,
  input: Value,
): Value {
  const args = evaluateArguments(runtime, scope, test.args);
  runtime.at = test.at;
  const run = runtime.library.test(runtime, test.name);
  return callNative(runtime, `test '${test.name}'`, run, input, args);
}
