import { HttpClient, HttpHeaders } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { z } from 'zod';
import { CONSOLE_CONFIG } from '../config/console-config';
import { asProblem } from './api-problem';

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How every client of the API calls it: answers are parsed by the schema they were made with, failures are `ApiProblem`s. */
@Injectable({ providedIn: 'root' })
export class ApiTransport {
  readonly #http = inject(HttpClient);
  readonly #apiUrl = inject(CONSOLE_CONFIG).apiUrl;

  get<Answer>(
    path: string,
    schema: z.ZodType<Answer>,
    query: CallOptions['query'] = {},
  ): Promise<Answer> {
    return this.call('GET', path, schema, { query });
  }

  async call<Answer>(
    method: string,
    path: string,
    schema: z.ZodType<Answer>,
    options: CallOptions = {},
  ): Promise<Answer> {
    try {
      return schema.parse(await this.#request(method, path, options));
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** For calls whose answer nobody reads: the page asks for the new state itself. */
  async send(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<void> {
    try {
      await this.#request(method, path, options);
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** A file that the API makes, as it is. */
  async file(path: string, query: CallOptions['query'] = {}): Promise<Blob> {
    try {
      return await firstValueFrom(
        this.#http.get(`${this.#apiUrl}${path}`, {
          params: given(query),
          responseType: 'blob',
        }),
      );
    } catch (error) {
      throw asProblem(error);
    }
  }

  #request(
    method: string,
    path: string,
    { body, query = {}, headers = {} }: CallOptions,
  ): Promise<unknown> {
    return firstValueFrom(
      this.#http.request<unknown>(method, `${this.#apiUrl}${path}`, {
        body,
        params: given(query),
        headers: new HttpHeaders({ ...headers }),
        responseType: 'json',
      }),
    );
  }
}

/** What a change is made to: refused when another version is the latest by now. */
export function ifMatch(version: number): Readonly<Record<string, string>> {
  return { 'If-Match': `"${version}"` };
}

function given(
  query: NonNullable<CallOptions['query']>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined,
    ),
  );
}
