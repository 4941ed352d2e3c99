import type {
  Application,
  Body,
  CallBlock,
  For,
  If,
  Include,
  SetBlock,
  Statement,
  Target,
  With,
} from './ast';
import { applyFilter, evaluate, evaluateArguments } from './evaluate';
import { iterate } from './iteration';
import { Loop } from './loop';
import { makeMacro } from './macro';
import { Callable } from './native-function';
import { OutputBuffer } from './output-buffer';
import { toText } from './printing';
import type { Runtime } from './runtime';
import { Scope } from './scope';
import { syntaxDepth } from './syntax-depth';
import type { Template } from './template';
import {
  isList,
  isTruthy,
  Namespace,
  Tuple,
  typeName,
  type Value,
} from './values';

/** Runs statements, whose text goes to `output`. */
export function execute(
  runtime: Runtime,
  scope: Scope,
  body: Body,
  output: OutputBuffer,
): void {
  for (const statement of body)
    executeStatement(runtime, scope, statement, output);
}

function executeStatement(
  runtime: Runtime,
  scope: Scope,
  node: Statement,
  output: OutputBuffer,
): void {
  runtime.charge(1);
  runtime.at = node.at;
  switch (node.kind) {
    case 'text':
      output.write(node.text);
      return;
    case 'output': {
      const value = evaluate(runtime, scope, node.expression);
      output.write(toText(runtime, value));
      return;
    }
    case 'if':
      executeIf(runtime, scope, node, output);
      return;
    case 'for':
      executeFor(runtime, scope, node, output);
      return;
    case 'set':
      assign(runtime, scope, node.target, evaluate(runtime, scope, node.value));
      return;
    case 'set-block':
      executeSetBlock(runtime, scope, node);
      return;
    case 'macro':
      scope.set(node.name, makeMacro(runtime, scope, node, capture));
      return;
    case 'call-block':
      executeCallBlock(runtime, scope, node, output);
      return;
    case 'filter-block':
      output.write(
        toText(
          runtime,
          filtered(
            runtime,
            scope,
            node.filters,
            capture(runtime, scope.inner(), node.body),
          ),
        ),
      );
      return;
    case 'with':
      executeWith(runtime, scope, node, output);
      return;
    case 'include':
      executeInclude(runtime, scope, node, output);
      return;
    default:
      node satisfies never;
  }
}

/** Runs statements and gives their text as a value. */
function capture(runtime: Runtime, scope: Scope, body: Body): string {
  const output = new OutputBuffer(runtime, 'valueSize');
  execute(runtime, scope, body, output);
  return output.text;
}

function filtered(
  runtime: Runtime,
  scope: Scope,
  filters: readonly Application[],
  text: string,
): Value {
  return filters.reduce<Value>(
    (value, filter) => applyFilter(runtime, scope, filter, value),
    text,
  );
}

function executeIf(
  runtime: Runtime,
  scope: Scope,
  node: If,
  output: OutputBuffer,
): void {
  for (const { test, body } of node.branches) {
    if (isTruthy(runtime, evaluate(runtime, scope, test))) {
      execute(runtime, scope, body, output);
      return;
    }
  }
  execute(runtime, scope, node.otherwise, output);
}

function executeFor(
  runtime: Runtime,
  scope: Scope,
  node: For,
  output: OutputBuffer,
): void {
  const iterable = evaluate(runtime, scope, node.iterable);
  runtime.at = node.at;
  const all = iterate(runtime, iterable);
  const { condition } = node;
  const items =
    condition === undefined
      ? all
      : all.filter((item) => {
          const itemScope = scope.inner();
          assign(runtime, itemScope, node.target, item);
          return isTruthy(runtime, evaluate(runtime, itemScope, condition));
        });
  if (items.length === 0) {
    execute(runtime, scope.inner(), node.otherwise, output);
    return;
  }
  const loop = new Loop(items);
  items.forEach((item, index) => {
    runtime.charge(1);
    runtime.at = node.at;
    loop.index = index;
    const itemScope = scope.inner();
    itemScope.set('loop', loop);
    assign(runtime, itemScope, node.target, item);
    execute(runtime, itemScope, node.body, output);
  });
}

function executeSetBlock(runtime: Runtime, scope: Scope, node: SetBlock): void {
  const text = capture(runtime, scope.inner(), node.body);
  assign(
    runtime,
    scope,
    node.target,
    filtered(runtime, scope, node.filters, text),
  );
}

function executeCallBlock(
  runtime: Runtime,
  scope: Scope,
  node: CallBlock,
  output: OutputBuffer,
): void {
  const { call, parameters, body, at } = node;
  const callee = evaluate(runtime, scope, call.callee);
  if (!(callee instanceof Callable)) {
    throw runtime.typeFailure(callee, "'{% call %}' needs a macro");
  }
  const caller = makeMacro(
    runtime,
    scope,
    { kind: 'macro', name: 'caller', parameters, body, at },
    capture,
  );
  const args = evaluateArguments(runtime, scope, call.args);
  runtime.at = call.at;
  const named = new Map(args.named).set('caller', caller);
  output.write(
    toText(
      runtime,
      callee.call(runtime, { positional: args.positional, named }),
    ),
  );
}

function executeWith(
  runtime: Runtime,
  scope: Scope,
  node: With,
  output: OutputBuffer,
): void {
  const inner = scope.inner();
  const values = node.bindings.map(({ value }) =>
    evaluate(runtime, scope, value),
  );
  node.bindings.forEach(({ target }, index) => {
    assign(runtime, inner, target, values[index] ?? null);
  });
  execute(runtime, inner, node.body, output);
}

function executeInclude(
  runtime: Runtime,
  scope: Scope,
  node: Include,
  output: OutputBuffer,
): void {
  const template = findTemplate(
    runtime,
    evaluate(runtime, scope, node.template),
    node,
  );
  if (template === undefined) return;
  const outer = runtime.template;
  const levels = 1 + syntaxDepth(template.body);
  runtime.at = node.at;
  runtime.enter(levels);
  runtime.template = template;
  execute(
    runtime,
    node.withContext ? scope.inner() : Scope.root({}),
    template.body,
    output,
  );
  runtime.template = outer;
  runtime.leave(levels);
}

/** The first template that exists among one name or a list of names. */
function findTemplate(
  runtime: Runtime,
  names: Value,
  node: Include,
): Template | undefined {
  runtime.at = node.at;
  const candidates =
    isList(names) || names instanceof Tuple ? iterate(runtime, names) : [names];
  for (const candidate of candidates) {
    if (typeof candidate !== 'string')
      throw runtime.typeFailure(
        candidate,
        'The name of a template must be a text',
      );
    const template = runtime.include?.(candidate);
    if (template !== undefined) return template;
  }
  if (node.ignoreMissing) return undefined;
  const wanted = candidates
    .map((candidate) => `'${toText(runtime, candidate)}'`)
    .join(', ');
  throw runtime.failure(
    `There is no template ${wanted} to include; add 'ignore missing' if that is fine`,
  );
}

function assign(
  runtime: Runtime,
  scope: Scope,
  target: Target,
  value: Value,
): void {
  if (target.kind === 'name') {
    scope.set(target.name, value);
    return;
  }
  runtime.at = target.at;
  if (target.kind === 'namespace-attribute') {
    const namespace = scope.get(target.namespace);
    if (!(namespace instanceof Namespace)) {
      throw runtime.failure(
        `'${target.namespace}' is no namespace; make it one with {% set ${target.namespace} = namespace() %}`,
      );
    }
    namespace.attributes.set(target.name, value);
    return;
  }
  const items = iterate(runtime, value);
  if (items.length !== target.targets.length) {
    throw runtime.failure(
      `Cannot unpack ${items.length} values of a ${typeName(value)} into ${target.targets.length} names`,
    );
  }
  target.targets.forEach((part, index) => {
    assign(runtime, scope, part, items[index] ?? null);
  });
}
