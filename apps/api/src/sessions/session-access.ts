import { Injectable } from '@nestjs/common';
import { NotFound, type Session } from '@plot-palette/domain';
import { SessionStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

/** A session is its user's, and nobody else's: what people say to a model is theirs. */
@Injectable()
export class SessionAccess {
  constructor(private readonly sessions: SessionStore) {}

  /** @throws NotFound when it does not exist, has expired or is somebody else's. */
  async own({ userId }: Caller, sessionId: string): Promise<Session> {
    const session = await this.sessions.get(sessionId);
    if (session?.userId !== userId)
      throw new NotFound(`There is no session ${sessionId}.`);
    return session;
  }
}
