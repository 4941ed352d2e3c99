import {
  effect,
  linkedSignal,
  type Resource,
  type ResourceRef,
  type Signal,
} from '@angular/core';

/**
 * Asks again `delayMs` after an answer (or failure) came in, never while a request is on its way.
 * No delay means that nothing will change any more. Needs an injection context.
 */
export function reloadEvery(
  resource: Pick<ResourceRef<unknown>, 'isLoading' | 'reload'>,
  delayMs: () => number | undefined,
): void {
  effect((onCleanup) => {
    const delay = delayMs();
    if (resource.isLoading() || delay === undefined) return;
    const timer = setTimeout(() => resource.reload(), delay);
    onCleanup(() => clearTimeout(timer));
  });
}

/** The newest value that ever came in for this key: a failed refresh does not empty the page. */
export function lastValue<Value>(
  resource: Resource<Value | undefined>,
  key: () => unknown,
): Signal<Value | undefined> {
  return linkedSignal<
    { key: unknown; value: Value | undefined },
    Value | undefined
  >({
    source: () => ({
      key: key(),
      value: resource.hasValue() ? resource.value() : undefined,
    }),
    computation: (next, previous) => {
      if (next.value !== undefined) return next.value;
      return previous?.source.key === next.key ? previous?.value : undefined;
    },
  });
}
