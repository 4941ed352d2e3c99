import { FILTERS } from './filters';
import type { NativeFunction } from './native-function';
import type { Library, Runtime } from './runtime';
import { suggestName } from './suggest-name';
import { TESTS } from './tests';

/** The filters and tests by name, for those that are named by a value, as in `map('upper')`. */
export const LIBRARY: Library = {
  filter: (runtime, name) => find(runtime, 'filter', FILTERS, name),
  test: (runtime, name) => find(runtime, 'test', TESTS, name),
};

function find(
  runtime: Runtime,
  kind: string,
  known: ReadonlyMap<string, NativeFunction>,
  name: string,
): NativeFunction {
  const found = known.get(name);
  if (found !== undefined) return found;
  throw runtime.failure(
    `Unknown ${kind} '${name}'${suggestName(name, known.keys())}`,
  );
}
