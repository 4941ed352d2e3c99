import { InjectionToken } from '@angular/core';
import { z } from 'zod';

/** `/config.json`: written by the deployment, read once before the application starts. */
export const consoleConfigSchema = z.object({
  apiUrl: z.url().transform((url) => url.replace(/\/+$/, '')),
  /** Sockets and event streams of the studio, without a ticket or token. */
  socketUrl: z.url(),
  eventsUrl: z.url(),
  region: z.string().min(1),
  userPoolId: z.string().min(1),
  userPoolClientId: z.string().min(1),
  /** Where the user pool answers when that is not AWS; empty on AWS. */
  cognitoEndpoint: z.union([z.literal(''), z.url()]),
  hosting: z.enum(['local', 'amplify']),
  /** What users must know about the models they run on; empty when there is nothing to say. */
  modelNotice: z.string(),
});
export type ConsoleConfig = z.infer<typeof consoleConfigSchema>;

export const CONSOLE_CONFIG = new InjectionToken<ConsoleConfig>(
  'CONSOLE_CONFIG',
);
