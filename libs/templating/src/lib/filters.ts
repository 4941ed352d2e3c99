import { TO_JSON } from './json-filter';
import { LIST_FILTERS } from './list-filters';
import type { NativeFunction } from './native-function';
import { NUMBER_FILTERS } from './number-filters';
import { PROMPT_FILTERS } from './prompt-filters';
import { SELECTION_FILTERS } from './selection-filters';
import { SORT_FILTERS } from './sort-filters';
import { DEFAULT_FILTER, TEXT_FILTERS } from './text-filters';

const NAMED = new Map<string, NativeFunction>([
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
  ...SORT_FILTERS,
  ...SELECTION_FILTERS,
  ...NUMBER_FILTERS,
  ...PROMPT_FILTERS,
  ['default', DEFAULT_FILTER],
  ['tojson', TO_JSON],
]);
const ALIASES: readonly (readonly [alias: string, name: string])[] = [
  ['d', 'default'],
  ['e', 'escape'],
  ['forceescape', 'escape'],
  ['count', 'length'],
];

/** Every filter by name. */
export const FILTERS: ReadonlyMap<string, NativeFunction> = new Map([
  ...NAMED,
  ...ALIASES.flatMap(([alias, name]) => {
    const filter = NAMED.get(name);
    return filter === undefined ? [] : [[alias, filter] as const];
  }),
]);
