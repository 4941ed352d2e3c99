import type { Provider } from '@angular/core';
import { ApiClient } from './api-client';

type Api = { [Name in keyof ApiClient]: ApiClient[Name] };

/** An API of which a test says what it answers; anything else it is asked is an error of the test. */
export function fakeApi(answers: Partial<Api>): Provider {
  const useValue = new Proxy(answers, {
    get(target, name) {
      if (Reflect.has(target, name) || !Reflect.has(ApiClient.prototype, name))
        return Reflect.get(target, name);
      throw new Error(`The test does not expect a call of ${String(name)}.`);
    },
  });
  return { provide: ApiClient, useValue };
}
