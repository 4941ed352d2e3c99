import { setTimeout as pause } from 'node:timers/promises';
import {
  dashboardSchema,
  downloadSchema,
  isTerminal,
  jobSchema,
  seedDetailSchema,
  seedUploadSchema,
  templateSchema,
  type Dashboard,
  type Job,
  type JobInput,
  type Template,
  type TemplateInput,
} from '@plot-palette/domain';
import type { z } from 'zod';
import type { Outputs } from './outputs';

const JOB_ENDS_MS = 180_000;
const SEED_READY_MS = 60_000;

/** The public API, as a program of a user's would call it. */
export class Api {
  constructor(
    private readonly outputs: Outputs,
    private readonly accessToken: string,
  ) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.outputs.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async expect<Shape>(
    schema: z.ZodType<Shape>,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Shape> {
    const response = await this.call(method, path, body, headers);
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  createTemplate(template: TemplateInput): Promise<Template> {
    return this.expect(templateSchema, 'POST', '/templates', template);
  }

  /** Uploads a file and waits until it is READY or INVALID. */
  async uploadSeed(fileName: string, content: string | Buffer) {
    const file = Buffer.from(content);
    const request = { name: fileName, fileName, bytes: file.length };
    const { seed, upload } = await this.expect(
      seedUploadSchema,
      'POST',
      '/seed-data',
      request,
    );
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields))
      form.append(name, value);
    form.append('file', new Blob([file]), fileName);
    const uploaded = await fetch(upload.url, { method: 'POST', body: form });
    if (!uploaded.ok)
      throw new Error(`upload: ${uploaded.status} ${await uploaded.text()}`);
    return until(
      () => this.expect(seedDetailSchema, 'GET', `/seed-data/${seed.seedId}`),
      ({ state }) => state === 'READY' || state === 'INVALID',
      SEED_READY_MS,
    );
  }

  createJob(job: JobInput, idempotencyKey?: string): Promise<Job> {
    const headers =
      idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return this.expect(jobSchema, 'POST', '/jobs', job, headers);
  }

  job(jobId: string): Promise<Job> {
    return this.expect(jobSchema, 'GET', `/jobs/${jobId}`);
  }

  dashboard(jobId: string): Promise<Dashboard> {
    return this.expect(dashboardSchema, 'GET', `/dashboard/${jobId}`);
  }

  jobEnd(jobId: string): Promise<Job> {
    return until(
      () => this.job(jobId),
      ({ status }) => isTerminal(status),
      JOB_ENDS_MS,
    );
  }

  /** The file of one format, by its presigned address. */
  async download(jobId: string, format: string): Promise<Buffer> {
    const { files } = await this.expect(
      downloadSchema,
      'GET',
      `/jobs/${jobId}/download`,
    );
    const file = files.find((candidate) => candidate.format === format);
    if (file === undefined)
      throw new Error(
        `no ${format} among ${files.map((each) => each.format).join(', ')}`,
      );
    return Buffer.from(await (await fetch(file.url)).arrayBuffer());
  }
}

/** Polls until the value is as wanted; the error shows the last one. */
export async function until<Value>(
  read: () => Promise<Value>,
  wanted: (value: Value) => boolean,
  timeoutMs: number,
  intervalMs = 250,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > deadline)
      throw new Error(
        `still not so after ${timeoutMs} ms: ${JSON.stringify(value).slice(0, 2_000)}`,
      );
    await pause(intervalMs);
  }
}
