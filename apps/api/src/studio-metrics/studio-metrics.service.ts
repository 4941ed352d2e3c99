import { Injectable } from '@nestjs/common';
import {
  measuresOf,
  type StudioMetrics,
  type StudioMetricsQuery,
} from '@plot-palette/domain';
import { ConnectionStore, StudioMetricsStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

/** Users see their own numbers, administrators those of all. */
@Injectable()
export class StudioMetricsService {
  constructor(
    private readonly metrics: StudioMetricsStore,
    private readonly connections: ConnectionStore,
  ) {}

  async show(
    { userId, isAdmin }: Caller,
    { from, to }: StudioMetricsQuery,
  ): Promise<StudioMetrics> {
    const [days, openConnections] = await Promise.all([
      this.metrics.list(isAdmin ? 'all' : `user#${userId}`, { from, to }),
      this.connections.countOpen(isAdmin ? undefined : userId),
    ]);
    const scope = isAdmin ? 'all' : 'own';
    return { from, to, scope, openConnections, ...measuresOf(days) };
  }
}
