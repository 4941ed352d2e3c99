import {
  type ApiGatewayManagementApi,
  GoneException,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { RunLogger } from './runs/run-dependencies';

/** What became of a frame: whoever is `gone` stays gone, `failed` may work the next time. */
export type Delivery = 'sent' | 'gone' | 'failed';

const DEFAULT_TIMEOUT_MS = 2_000;

/** Sends frames to open sockets. Never throws, and never waits longer than its time-out. */
export class Sockets {
  constructor(
    private readonly gateway: Pick<ApiGatewayManagementApi, 'postToConnection'>,
    private readonly logger: RunLogger,
    private readonly timeoutMs = DEFAULT_TIMEOUT_MS,
  ) {}

  async send(connectionId: string, frame: string): Promise<Delivery> {
    try {
      await this.gateway.postToConnection(
        { ConnectionId: connectionId, Data: frame },
        { abortSignal: AbortSignal.timeout(this.timeoutMs) },
      );
      return 'sent';
    } catch (error) {
      if (error instanceof GoneException) return 'gone';
      this.logger.info({ connectionId, err: error }, 'socket.send.failed');
      return 'failed';
    }
  }
}
