import { Inject, Injectable } from '@nestjs/common';
import type { SocketTicket } from '@plot-palette/domain';
import { ConnectionStore } from '@plot-palette/stores';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import type { Caller } from '../auth/caller';

/** Lets clients in at the addresses where runs are followed, which know no access tokens. */
@Injectable()
export class RunFeedsService {
  constructor(
    private readonly connections: ConnectionStore,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  async issueTicket({ userId }: Caller): Promise<SocketTicket> {
    const ticket = await this.connections.issueTicket(userId);
    return { ticket, url: `${this.config.socketUrl}?ticket=${ticket}` };
  }
}
