import { effect, signal, untracked, type Signal } from '@angular/core';

/** Follows a source once it has not changed for `delayMs`: for work that should wait until typing pauses. */
export function settled<Value>(
  source: () => Value,
  delayMs: number,
): Signal<Value> {
  const value = signal(untracked(source));
  effect((onCleanup) => {
    const next = source();
    const timer = setTimeout(() => value.set(next), delayMs);
    onCleanup(() => clearTimeout(timer));
  });
  return value.asReadonly();
}
