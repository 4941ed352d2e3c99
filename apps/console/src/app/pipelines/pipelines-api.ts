import { Injectable, inject } from '@angular/core';
import {
  pipelineExecutionSchema,
  pipelineLogPageSchema,
  type Page,
  type PipelineEnd,
  type PipelineExecution,
  type PipelineLog,
  type PipelineRequest,
} from '@plot-palette/domain';
import type { PageRequest } from '../api/api-client';
import { ApiTransport } from '../api/api-transport';

/** The analysis pipeline's part of the API. */
@Injectable({ providedIn: 'root' })
export class PipelinesApi {
  readonly #transport = inject(ApiTransport);

  /** The same key and message start one execution, however often they are sent. */
  startPipeline(
    request: PipelineRequest,
    idempotencyKey: string,
  ): Promise<PipelineExecution> {
    return this.#transport.call('POST', '/pipelines', pipelineExecutionSchema, {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  }

  /** Finished executions, newest first. A page may be short; there are more while there is a `nextCursor`. */
  pipelines(
    query: PageRequest & {
      readonly day?: string | undefined;
      readonly status?: PipelineEnd | undefined;
    },
  ): Promise<Page<PipelineLog>> {
    return this.#transport.get('/pipelines', pipelineLogPageSchema, {
      ...query,
    });
  }

  pipeline(pipelineId: string): Promise<PipelineExecution> {
    const path = `/pipelines/${pipelineId}`;
    return this.#transport.get(path, pipelineExecutionSchema);
  }

  /** The execution that repeats a failed one. */
  redrivePipeline(pipelineId: string): Promise<PipelineExecution> {
    const path = `/pipelines/${pipelineId}/redrive`;
    return this.#transport.call('POST', path, pipelineExecutionSchema);
  }
}
