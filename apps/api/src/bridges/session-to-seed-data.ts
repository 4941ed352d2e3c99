import { Injectable } from '@nestjs/common';
import {
  Conflict,
  sessionRows,
  type SeedData,
  type SessionSeedRequest,
} from '@plot-palette/domain';
import { SessionStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { SeedDataService } from '../seed-data/seed-data.service';
import { SessionAccess } from '../sessions/session-access';

/** Makes what was asked and answered in a session the rows of a seed file. */
@Injectable()
export class SessionToSeedData {
  constructor(
    private readonly access: SessionAccess,
    private readonly sessions: SessionStore,
    private readonly seeds: SeedDataService,
  ) {}

  /** @throws NotFound when the session is not the caller's, Conflict when it has no finished answer. */
  async create(
    caller: Caller,
    sessionId: string,
    { name }: SessionSeedRequest,
  ): Promise<SeedData> {
    const { title } = await this.access.own(caller, sessionId);
    const rows = sessionRows(await this.sessions.messages(sessionId));
    if (rows.length === 0)
      throw new Conflict(
        'The session has no finished answer, so there is no row to make. Ask something first.',
      );
    return this.seeds.store(caller, {
      name: name ?? title,
      fileName: `session-${sessionId}.jsonl`,
      format: 'jsonl',
      content: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    });
  }
}
