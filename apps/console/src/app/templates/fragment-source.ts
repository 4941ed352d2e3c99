import { Injectable, inject } from '@angular/core';
import type { Template } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import type { Fragments } from './preview';
import { usableTemplates } from './usable-templates';

/** Templates by name, for the previews that include them: the caller's own come before public ones. */
@Injectable({ providedIn: 'root' })
export class FragmentSource {
  readonly #api = inject(ApiClient);

  async load(): Promise<Fragments> {
    // Later entries win, and the caller's own come first.
    const templates = (await usableTemplates(this.#api)).reverse();
    return new Map(templates.flatMap(fragmentOf));
  }
}

/** Only a template of one step can be included. */
function fragmentOf({ name, steps }: Template): [string, string][] {
  const [step, ...more] = steps;
  return step === undefined || more.length > 0 ? [] : [[name, step.prompt]];
}
