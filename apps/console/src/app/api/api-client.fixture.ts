import type { Provider, Type } from '@angular/core';
import { ApiClient } from './api-client';

/** A client of the API of which a test says what it answers; anything else it is asked is an error of the test. */
export function fakeClient<Client extends object>(
  client: Type<Client>,
  answers: Partial<{ [Name in keyof Client]: Client[Name] }>,
): Provider {
  const useValue = new Proxy(answers, {
    get(target, name) {
      if (Reflect.has(target, name) || !Reflect.has(client.prototype, name))
        return Reflect.get(target, name);
      throw new Error(`The test does not expect a call of ${String(name)}.`);
    },
  });
  return { provide: client, useValue };
}

export function fakeApi(
  answers: Partial<{ [Name in keyof ApiClient]: ApiClient[Name] }>,
): Provider {
  return fakeClient(ApiClient, answers);
}
