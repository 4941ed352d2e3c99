import { FILTERS } from './filters';
import { GLOBALS } from './globals';
import { TESTS } from './tests';

/** What a template may name without defining it, for messages while parsing. */
export const BUILT_IN_NAMES: Readonly<
  Record<'filter' | 'test' | 'function', ReadonlySet<string>>
> = {
  filter: new Set(FILTERS.keys()),
  test: new Set(TESTS.keys()),
  function: new Set(GLOBALS.keys()),
};
