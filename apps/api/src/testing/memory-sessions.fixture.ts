import {
  NotFound,
  type ChatMessage,
  type Page,
  type PageQuery,
  type Session,
} from '@plot-palette/domain';
import type {
  SessionChange,
  SessionSearch,
  SessionStore,
} from '@plot-palette/stores';
import { pageOf } from './memory-pages.fixture';

/** Sessions and their messages as the API reads and changes them. */
export class MemorySessions implements Pick<
  SessionStore,
  'get' | 'messages' | 'listByUser' | 'rename' | 'delete'
> {
  private readonly heads = new Map<string, Session>();
  private readonly histories = new Map<string, ChatMessage[]>();

  async get(sessionId: string): Promise<Session | undefined> {
    return this.heads.get(sessionId);
  }

  async messages(sessionId: string): Promise<ChatMessage[]> {
    return [...(this.histories.get(sessionId) ?? [])];
  }

  async listByUser(
    userId: string,
    { projectId, title = '' }: SessionSearch,
    page: PageQuery,
  ): Promise<Page<Session>> {
    const found = [...this.heads.values()].filter(
      (session) =>
        session.userId === userId &&
        session.projectId === (projectId ?? session.projectId) &&
        session.title.toLowerCase().includes(title.toLowerCase()),
    );
    return pageOf(found.reverse(), page);
  }

  async rename(sessionId: string, title: string): Promise<Session> {
    const session = this.heads.get(sessionId);
    if (session === undefined) throw new NotFound('There is no such session.');
    const renamed = { ...session, title };
    this.heads.set(sessionId, renamed);
    return renamed;
  }

  async delete(sessionId: string): Promise<void> {
    this.heads.delete(sessionId);
    this.histories.delete(sessionId);
  }

  /** @returns false when the session that is to grow is gone. */
  change({ session, isNew, question }: SessionChange): boolean {
    const { sessionId } = session;
    if (!isNew && !this.heads.has(sessionId)) return false;
    this.heads.set(sessionId, this.heads.get(sessionId) ?? session);
    if (question !== undefined) this.add(question);
    return true;
  }

  /** A message, as a run or its end adds it. */
  add(message: ChatMessage): void {
    const { sessionId } = message;
    const head = this.heads.get(sessionId);
    if (head === undefined) throw new Error(`no session ${sessionId}`);
    this.heads.set(sessionId, { ...head, messages: head.messages + 1 });
    const history = this.histories.get(sessionId) ?? [];
    this.histories.set(sessionId, [...history, message]);
  }
}
