import { randomUUID } from 'node:crypto';
import {
  pipelineExecutionSchema,
  pipelineLogPageSchema,
  type PipelineExecution,
  type PipelineLog,
  type PipelineRequest,
} from '@plot-palette/domain';
import { until, type Api } from '../harness/api';

const ENDS_MS = 120_000;
const PAGE = 100;

/** The pipeline's routes, as a program of a user's would call them. */
export class PipelineClient {
  constructor(private readonly api: Api) {}

  send(
    request: PipelineRequest,
    { wait = 0, key = randomUUID() }: { wait?: number; key?: string } = {},
  ): Promise<PipelineExecution> {
    const headers = { 'idempotency-key': key };
    const path = `/pipelines?wait=${wait}`;
    return this.post(path, request, headers);
  }

  redrive(pipelineId: string): Promise<PipelineExecution> {
    return this.post(`/pipelines/${pipelineId}/redrive`);
  }

  get(pipelineId: string): Promise<PipelineExecution> {
    return this.api.expect(
      pipelineExecutionSchema,
      'GET',
      `/pipelines/${pipelineId}`,
    );
  }

  /** The execution when it is over. */
  end(pipelineId: string): Promise<PipelineExecution> {
    return until(
      () => this.get(pipelineId),
      ({ status }) => status !== 'RUNNING',
      ENDS_MS,
    );
  }

  /** All finished executions that the query selects. */
  async list(query: Readonly<Record<string, string>> = {}) {
    const rows: PipelineLog[] = [];
    let cursor: string | undefined;
    do {
      const search = new URLSearchParams({
        ...query,
        limit: String(PAGE),
        ...(cursor !== undefined && { cursor }),
      });
      const page = await this.api.expect(
        pipelineLogPageSchema,
        'GET',
        `/pipelines?${search}`,
      );
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return rows;
  }

  private post(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.api.expect(
      pipelineExecutionSchema,
      'POST',
      path,
      body,
      headers,
    );
  }
}
