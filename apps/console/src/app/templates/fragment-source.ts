import { Injectable, inject } from '@angular/core';
import type { Template } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import type { Fragments } from './preview';
import { reachableTemplates } from './usable-templates';

/**
 * Templates by name, for the previews that include them. As for jobs, the caller's own come before those of others, and of
 * others' the one that was created first.
 */
@Injectable({ providedIn: 'root' })
export class FragmentSource {
  readonly #api = inject(ApiClient);

  async load(): Promise<Fragments> {
    const { own, shared } = await reachableTemplates(this.#api);
    const firstLast = shared.toSorted((a, b) =>
      a.createdAt < b.createdAt ? 1 : -1,
    );
    // Later entries win.
    return new Map([...firstLast, ...own.toReversed()].flatMap(fragmentOf));
  }
}

/** Only a template of one step can be included. */
function fragmentOf({ name, steps }: Template): [string, string][] {
  const [step, ...more] = steps;
  return step === undefined || more.length > 0 ? [] : [[name, step.prompt]];
}
