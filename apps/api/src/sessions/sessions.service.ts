import { Injectable } from '@nestjs/common';
import type {
  Page,
  PageQuery,
  Session,
  SessionHistory,
} from '@plot-palette/domain';
import { SessionStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { SessionAccess } from './session-access';
import { sessionMarkdown } from './session-markdown';

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionStore,
    private readonly access: SessionAccess,
  ) {}

  list(
    { userId }: Caller,
    {
      projectId,
      search,
      ...page
    }: PageQuery & {
      projectId?: string | undefined;
      search?: string | undefined;
    },
  ): Promise<Page<Session>> {
    return this.sessions.listByUser(userId, { projectId, title: search }, page);
  }

  async get(caller: Caller, sessionId: string): Promise<SessionHistory> {
    const session = await this.access.own(caller, sessionId);
    return { ...session, history: await this.sessions.messages(sessionId) };
  }

  async rename(
    caller: Caller,
    sessionId: string,
    title: string,
  ): Promise<Session> {
    await this.access.own(caller, sessionId);
    return this.sessions.rename(sessionId, title);
  }

  /** Answers that are still being written are thrown away. */
  async delete(caller: Caller, sessionId: string): Promise<void> {
    await this.access.own(caller, sessionId);
    await this.sessions.delete(sessionId);
  }

  async markdown(caller: Caller, sessionId: string): Promise<string> {
    return sessionMarkdown(await this.get(caller, sessionId));
  }
}
