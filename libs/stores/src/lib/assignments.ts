import type { Expression } from './database';

/** `SET` for every given member; an `undefined` member is removed from the item. */
export function assignments(
  changes: Readonly<Record<string, unknown>>,
): Required<Pick<Expression, 'update' | 'names' | 'values'>> {
  const members = Object.keys(changes);
  const set = members.filter((member) => changes[member] !== undefined);
  const remove = members.filter((member) => changes[member] === undefined);
  const clauses = [
    set.length > 0
      ? `SET ${set.map((member) => `#${member} = :${member}`).join(', ')}`
      : '',
    remove.length > 0
      ? `REMOVE ${remove.map((member) => `#${member}`).join(', ')}`
      : '',
  ];
  return {
    update: clauses.filter(Boolean).join(' '),
    names: Object.fromEntries(members.map((member) => [`#${member}`, member])),
    values: Object.fromEntries(
      set.map((member) => [`:${member}`, changes[member]]),
    ),
  };
}
