import type { Body, Macro, Parameter } from './ast';
import { evaluate } from './evaluate';
import { makeDict } from './dicts';
import { Callable, type Arguments } from './native-function';
import type { Runtime } from './runtime';
import type { Scope } from './scope';
import { syntaxDepth } from './syntax-depth';
import { usedNames } from './used-names';
import { Tuple, Undefined, type Value } from './values';

type Capture = (runtime: Runtime, scope: Scope, body: Body) => string;

/** A macro as a value: it sees the variables around its definition and gives the text of its body. */
export function makeMacro(
  runtime: Runtime,
  definitionScope: Scope,
  node: Macro,
  capture: Capture,
): Callable {
  const { template } = runtime;
  return new Callable('Macro', node.name, (callRuntime, args) => {
    const scope = definitionScope.inner();
    const calledAt = callRuntime.at;
    const caller = callRuntime.template;
    bindExtras(callRuntime, scope, node, args);
    const levels = 1 + syntaxDepth(node.body);
    callRuntime.enter(levels);
    callRuntime.template = template;
    bindParameters(callRuntime, scope, node.parameters, args);
    const text = capture(callRuntime, scope, node.body);
    callRuntime.template = caller;
    callRuntime.at = calledAt;
    callRuntime.leave(levels);
    return text;
  });
}

function bindParameters(
  runtime: Runtime,
  scope: Scope,
  parameters: readonly Parameter[],
  { positional, named }: Arguments,
): void {
  parameters.forEach(({ name, defaultValue }, index) => {
    const given = positional[index];
    const value = given === undefined ? named.get(name) : given;
    if (value !== undefined) scope.set(name, value);
    else if (defaultValue !== undefined)
      scope.set(name, evaluate(runtime, scope, defaultValue));
    else
      scope.set(
        name,
        new Undefined(`The parameter '${name}' was not given`, name),
      );
  });
}

/** Arguments beyond the parameters go to `varargs`, `kwargs` and `caller`, if the macro uses them. */
function bindExtras(
  runtime: Runtime,
  scope: Scope,
  node: Macro,
  { positional, named }: Arguments,
): void {
  const used = usedNames(node.body);
  const { parameters, name } = node;
  if (used.has('varargs'))
    scope.set('varargs', new Tuple(positional.slice(parameters.length)));
  else if (positional.length > parameters.length) {
    throw runtime.failure(
      `The macro '${name}' takes at most ${parameters.length} arguments, got ${positional.length}`,
    );
  }
  const known = new Set(
    parameters.slice(positional.length).map((parameter) => parameter.name),
  );
  const extra: [string, Value][] = Array.from(named).filter(
    ([given]) => !known.has(given),
  );
  if (used.has('caller') && !known.has('caller')) {
    scope.set(
      'caller',
      named.get('caller') ??
        new Undefined("The macro was not called by '{% call %}'", 'caller'),
    );
  }
  const others = extra.filter(
    ([given]) => given !== 'caller' || !used.has('caller'),
  );
  if (used.has('kwargs')) scope.set('kwargs', makeDict(runtime, others));
  else if (others[0] !== undefined) {
    throw runtime.failure(
      `The macro '${name}' has no argument '${others[0][0]}'`,
    );
  }
}
