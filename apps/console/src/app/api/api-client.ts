import { HttpClient, HttpHeaders } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import {
  dashboardSchema,
  downloadSchema,
  jobEstimateSchema,
  jobPageSchema,
  jobSchema,
  modelListSchema,
  recordListSchema,
  seedDataPageSchema,
  seedDetailSchema,
  seedUploadSchema,
  seedValidationSchema,
  templatePageSchema,
  templateSchema,
  type Dashboard,
  type Download,
  type Job,
  type JobEstimate,
  type JobInput,
  type Model,
  type Page,
  type RecordList,
  type RecordStatus,
  type SeedData,
  type SeedUpload,
  type SeedUploadRequest,
  type SeedValidation,
  type Template,
  type TemplateInput,
} from '@plot-palette/domain';
import { firstValueFrom } from 'rxjs';
import type { z } from 'zod';
import { CONSOLE_CONFIG } from '../config/console-config';
import { asProblem } from './api-problem';

export type SeedDetail = z.infer<typeof seedDetailSchema>;

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

/** Whose templates a list shows: the caller's own, or those that everybody may use. */
export type TemplateVisibility = 'own' | 'public';

interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API, typed: every answer is parsed by the schema it was made with; every failure is an `ApiProblem`. */
@Injectable({ providedIn: 'root' })
export class ApiClient {
  readonly #http = inject(HttpClient);
  readonly #apiUrl = inject(CONSOLE_CONFIG).apiUrl;

  models(): Promise<Model[]> {
    return this.#get('/models', modelListSchema).then(({ items }) => items);
  }

  templates(
    visibility: TemplateVisibility,
    page: PageRequest,
  ): Promise<Page<Template>> {
    return this.#get('/templates', templatePageSchema, { visibility, ...page });
  }

  template(templateId: string): Promise<Template> {
    return this.#get(`/templates/${templateId}`, templateSchema);
  }

  createTemplate(input: TemplateInput): Promise<Template> {
    return this.#call('POST', '/templates', templateSchema, { body: input });
  }

  /** Refused when `version` is no longer the latest one. */
  updateTemplate(
    templateId: string,
    input: TemplateInput,
    version: number,
  ): Promise<Template> {
    return this.#call('PUT', `/templates/${templateId}`, templateSchema, {
      body: input,
      headers: { 'If-Match': `"${version}"` },
    });
  }

  deleteTemplate(templateId: string): Promise<void> {
    return this.#send('DELETE', `/templates/${templateId}`);
  }

  seeds(page: PageRequest): Promise<Page<SeedData>> {
    return this.#get('/seed-data', seedDataPageSchema, { ...page });
  }

  seed(seedId: string): Promise<SeedDetail> {
    return this.#get(`/seed-data/${seedId}`, seedDetailSchema);
  }

  createSeed(request: SeedUploadRequest): Promise<SeedUpload> {
    return this.#call('POST', '/seed-data', seedUploadSchema, {
      body: request,
    });
  }

  deleteSeed(seedId: string): Promise<void> {
    return this.#send('DELETE', `/seed-data/${seedId}`);
  }

  validateSeed(
    seedId: string,
    templateId: string,
    version?: number,
  ): Promise<SeedValidation> {
    return this.#call(
      'POST',
      `/seed-data/${seedId}/validate`,
      seedValidationSchema,
      { body: { templateId, ...(version === undefined ? {} : { version }) } },
    );
  }

  estimateJob(request: JobInput): Promise<JobEstimate> {
    return this.#call('POST', '/jobs/estimate', jobEstimateSchema, {
      body: request,
    });
  }

  /** The same key and request give the same job, however often they are sent. */
  createJob(request: JobInput, idempotencyKey: string): Promise<Job> {
    return this.#call('POST', '/jobs', jobSchema, {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  }

  jobs(page: PageRequest): Promise<Page<Job>> {
    return this.#get('/jobs', jobPageSchema, { ...page });
  }

  dashboard(jobId: string): Promise<Dashboard> {
    return this.#get(`/dashboard/${jobId}`, dashboardSchema);
  }

  records(
    jobId: string,
    limit: number,
    status?: RecordStatus,
  ): Promise<RecordList> {
    return this.#get(`/jobs/${jobId}/records`, recordListSchema, {
      limit,
      status,
    });
  }

  download(jobId: string): Promise<Download> {
    return this.#get(`/jobs/${jobId}/download`, downloadSchema);
  }

  cancelJob(jobId: string): Promise<void> {
    return this.#send('POST', `/jobs/${jobId}/cancel`);
  }

  resumeJob(jobId: string): Promise<void> {
    return this.#send('POST', `/jobs/${jobId}/resume`);
  }

  deleteJob(jobId: string): Promise<void> {
    return this.#send('DELETE', `/jobs/${jobId}`);
  }

  #get<Answer>(
    path: string,
    schema: z.ZodType<Answer>,
    query: CallOptions['query'] = {},
  ): Promise<Answer> {
    return this.#call('GET', path, schema, { query });
  }

  async #call<Answer>(
    method: string,
    path: string,
    schema: z.ZodType<Answer>,
    options: CallOptions,
  ): Promise<Answer> {
    try {
      return schema.parse(await this.#request(method, path, options));
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** For calls whose answer nobody reads: the page asks for the new state itself. */
  async #send(method: string, path: string): Promise<void> {
    try {
      await this.#request(method, path, {});
    } catch (error) {
      throw asProblem(error);
    }
  }

  #request(
    method: string,
    path: string,
    { body, query = {}, headers = {} }: CallOptions,
  ): Promise<unknown> {
    const params = Object.fromEntries(
      Object.entries(query).filter(
        (entry): entry is [string, string | number] => entry[1] !== undefined,
      ),
    );
    return firstValueFrom(
      this.#http.request<unknown>(method, `${this.#apiUrl}${path}`, {
        body,
        params,
        headers: new HttpHeaders({ ...headers }),
        responseType: 'json',
      }),
    );
  }
}
