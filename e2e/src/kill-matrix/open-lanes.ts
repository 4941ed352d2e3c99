import { createStores, type StoresConfig } from '@plot-palette/stores';
import type { Outputs } from '../harness/outputs';
import { Lane } from './lane';

/** A trial waits more than it computes: its workers back off, and its emulator answers one request at a time. */
const LANES = 4;

export interface OpenLanes {
  readonly lanes: readonly Lane[];
  close(): void;
}

/** Lanes against a running local cloud. The trials' own look at things goes past the proxies. */
export function openLanes(outputs: Outputs): OpenLanes {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: outputs.awsEndpointUrl,
    AWS_REGION: outputs.region,
    AWS_ACCESS_KEY_ID: outputs.accessKeyId,
    AWS_SECRET_ACCESS_KEY: outputs.secretAccessKey,
  });
  const stores = createStores({
    bucket: outputs.bucket,
    tables: outputs.tables as StoresConfig['tables'],
  });
  return {
    lanes: Array.from(
      { length: LANES },
      (_, lane) => new Lane(outputs, stores, `${process.pid}-${lane}`),
    ),
    close: () => stores.close(),
  };
}
