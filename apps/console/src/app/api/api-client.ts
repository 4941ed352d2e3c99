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
  type JobResume,
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
import type { z } from 'zod';
import { ApiTransport, ifMatch } from './api-transport';

export type SeedDetail = z.infer<typeof seedDetailSchema>;

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

/** Whose templates a list shows: the caller's own, or those that everybody may use. */
export type TemplateVisibility = 'own' | 'public';

/** The generator's part of the API, typed. */
@Injectable({ providedIn: 'root' })
export class ApiClient {
  readonly #transport = inject(ApiTransport);

  models(): Promise<Model[]> {
    return this.#transport
      .get('/models', modelListSchema)
      .then(({ items }) => items);
  }

  templates(
    visibility: TemplateVisibility,
    page: PageRequest,
  ): Promise<Page<Template>> {
    return this.#transport.get('/templates', templatePageSchema, {
      visibility,
      ...page,
    });
  }

  template(templateId: string): Promise<Template> {
    return this.#transport.get(`/templates/${templateId}`, templateSchema);
  }

  createTemplate(input: TemplateInput): Promise<Template> {
    return this.#transport.call('POST', '/templates', templateSchema, {
      body: input,
    });
  }

  /** Refused when `version` is no longer the latest one. */
  updateTemplate(
    templateId: string,
    input: TemplateInput,
    version: number,
  ): Promise<Template> {
    return this.#transport.call(
      'PUT',
      `/templates/${templateId}`,
      templateSchema,
      {
        body: input,
        headers: ifMatch(version),
      },
    );
  }

  deleteTemplate(templateId: string): Promise<void> {
    return this.#transport.send('DELETE', `/templates/${templateId}`);
  }

  seeds(page: PageRequest): Promise<Page<SeedData>> {
    return this.#transport.get('/seed-data', seedDataPageSchema, { ...page });
  }

  seed(seedId: string): Promise<SeedDetail> {
    return this.#transport.get(`/seed-data/${seedId}`, seedDetailSchema);
  }

  createSeed(request: SeedUploadRequest): Promise<SeedUpload> {
    return this.#transport.call('POST', '/seed-data', seedUploadSchema, {
      body: request,
    });
  }

  deleteSeed(seedId: string): Promise<void> {
    return this.#transport.send('DELETE', `/seed-data/${seedId}`);
  }

  validateSeed(
    seedId: string,
    templateId: string,
    version?: number,
  ): Promise<SeedValidation> {
    return this.#transport.call(
      'POST',
      `/seed-data/${seedId}/validate`,
      seedValidationSchema,
      { body: { templateId, ...(version === undefined ? {} : { version }) } },
    );
  }

  estimateJob(request: JobInput): Promise<JobEstimate> {
    return this.#transport.call('POST', '/jobs/estimate', jobEstimateSchema, {
      body: request,
    });
  }

  /** The same key and request give the same job, however often they are sent. */
  createJob(request: JobInput, idempotencyKey: string): Promise<Job> {
    return this.#transport.call('POST', '/jobs', jobSchema, {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  }

  jobs(page: PageRequest): Promise<Page<Job>> {
    return this.#transport.get('/jobs', jobPageSchema, { ...page });
  }

  dashboard(jobId: string): Promise<Dashboard> {
    return this.#transport.get(`/dashboard/${jobId}`, dashboardSchema);
  }

  records(
    jobId: string,
    limit: number,
    status?: RecordStatus,
  ): Promise<RecordList> {
    return this.#transport.get(`/jobs/${jobId}/records`, recordListSchema, {
      limit,
      status,
    });
  }

  download(jobId: string): Promise<Download> {
    return this.#transport.get(`/jobs/${jobId}/download`, downloadSchema);
  }

  cancelJob(jobId: string): Promise<void> {
    return this.#transport.send('POST', `/jobs/${jobId}/cancel`);
  }

  resumeJob(jobId: string, request: JobResume): Promise<void> {
    return this.#transport.send('POST', `/jobs/${jobId}/resume`, {
      body: request,
    });
  }

  deleteJob(jobId: string): Promise<void> {
    return this.#transport.send('DELETE', `/jobs/${jobId}`);
  }
}
