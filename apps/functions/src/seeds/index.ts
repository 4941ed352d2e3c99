import { createStores } from '@plot-palette/stores';
import { pino } from 'pino';
import { loadConfig } from './config';
import { createProfileHandler } from './profile-handler';

const config = loadConfig();
const { seeds, objects } = createStores(config.stores);

export const profile = createProfileHandler({
  seeds,
  objects,
  bucket: config.stores.bucket,
  logger: pino({ level: config.logLevel }),
});
