import type { ModelBackend } from './model-backend';
import { listen } from './server/dual-protocol-listener';
import { router } from './server/router';
import { ServerState } from './server/server-state';

const MAX_BODY_BYTES = 25 * 1024 * 1024;

export interface ModelServerOptions {
  readonly backend: ModelBackend;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly maxBodyBytes?: number;
}

export interface ModelServer {
  readonly port: number;
  /** Ends every call and frees the model. */
  close(): Promise<void>;
}

/** Serves a back end over Bedrock Runtime's wire protocol. */
export async function startModelServer(
  options: ModelServerOptions,
): Promise<ModelServer> {
  const {
    backend,
    host = '127.0.0.1',
    port = 0,
    maxBodyBytes = MAX_BODY_BYTES,
  } = options;
  const listener = await listen(
    host,
    port,
    router(new ServerState(backend, maxBodyBytes)),
  );
  return {
    port: listener.port,
    close: async () => {
      await listener.close();
      await backend.close();
    },
  };
}
