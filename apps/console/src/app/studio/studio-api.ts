import { Injectable, inject } from '@angular/core';
import {
  comparisonSchema,
  eventStreamSchema,
  projectPageSchema,
  projectSchema,
  runPageSchema,
  runSchema,
  runUploadSchema,
  sessionHistorySchema,
  sessionPageSchema,
  sessionSchema,
  socketTicketSchema,
  type Comparison,
  type ComparisonInput,
  type EventStream,
  type Page,
  type Project,
  type ProjectInput,
  type Run,
  type RunInput,
  type RunUpload,
  type Session,
  type SessionHistory,
  type SocketTicket,
} from '@plot-palette/domain';
import type { PageRequest } from '../api/api-client';
import { ApiTransport, ifMatch } from '../api/api-transport';

export type ExportFormat = 'json' | 'markdown';

/** The studio's part of the API: projects, sessions and runs. */
@Injectable({ providedIn: 'root' })
export class StudioApi {
  readonly #transport = inject(ApiTransport);

  projects(page: PageRequest): Promise<Page<Project>> {
    return this.#transport.get('/api/projects', projectPageSchema, { ...page });
  }

  project(projectId: string): Promise<Project> {
    return this.#transport.get(`/api/projects/${projectId}`, projectSchema);
  }

  createProject(input: ProjectInput): Promise<Project> {
    return this.#transport.call('POST', '/api/projects', projectSchema, {
      body: input,
    });
  }

  /** Refused when `version` is no longer the latest one. */
  updateProject(
    projectId: string,
    input: ProjectInput,
    version: number,
  ): Promise<Project> {
    const path = `/api/projects/${projectId}`;
    return this.#transport.call('PUT', path, projectSchema, {
      body: input,
      headers: ifMatch(version),
    });
  }

  deleteProject(projectId: string): Promise<void> {
    return this.#transport.send('DELETE', `/api/projects/${projectId}`);
  }

  sessions(
    query: PageRequest & {
      readonly projectId: string;
      readonly search?: string;
    },
  ): Promise<Page<Session>> {
    return this.#transport.get('/sessions', sessionPageSchema, { ...query });
  }

  session(sessionId: string): Promise<SessionHistory> {
    return this.#transport.get(`/sessions/${sessionId}`, sessionHistorySchema);
  }

  renameSession(sessionId: string, title: string): Promise<Session> {
    const path = `/sessions/${sessionId}`;
    return this.#transport.call('PATCH', path, sessionSchema, {
      body: { title },
    });
  }

  deleteSession(sessionId: string): Promise<void> {
    return this.#transport.send('DELETE', `/sessions/${sessionId}`);
  }

  exportSession(sessionId: string, format: ExportFormat): Promise<Blob> {
    return this.#transport.file(`/sessions/${sessionId}/export`, { format });
  }

  /** The same key and request start one run, however often they are sent. */
  startRun(request: RunInput, idempotencyKey: string): Promise<Run> {
    return this.#transport.call('POST', '/runs', runSchema, {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  }

  /** Newest first. */
  runs(page: PageRequest): Promise<Page<Run>> {
    return this.#transport.get('/runs', runPageSchema, { ...page });
  }

  run(runId: string): Promise<Run> {
    return this.#transport.get(`/runs/${runId}`, runSchema);
  }

  stopRun(runId: string): Promise<void> {
    return this.#transport.send('POST', `/runs/${runId}/stop`);
  }

  createRunUpload(): Promise<RunUpload> {
    return this.#transport.call('POST', '/runs/uploads', runUploadSchema);
  }

  socketTicket(): Promise<SocketTicket> {
    return this.#transport.call('POST', '/runs/tickets', socketTicketSchema);
  }

  eventToken(runId: string): Promise<EventStream> {
    const path = `/runs/${runId}/event-token`;
    return this.#transport.call('POST', path, eventStreamSchema);
  }

  /** The same key and request start one comparison, however often they are sent. */
  startComparison(
    request: ComparisonInput,
    idempotencyKey: string,
  ): Promise<Comparison> {
    return this.#transport.call('POST', '/comparisons', comparisonSchema, {
      body: request,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  }

  stopComparison(comparisonId: string): Promise<void> {
    return this.#transport.send('POST', `/comparisons/${comparisonId}/stop`);
  }
}
