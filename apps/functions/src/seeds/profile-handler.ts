import { profileSeed, type ProfileDependencies } from './profile-seed';
import { uploadedSeed } from './upload-event';

/** Time to write the outcome, kept from the function's time limit. */
const OUTCOME_MS = 15_000;

export interface HandlerDependencies extends ProfileDependencies {
  readonly bucket: string;
  readonly logger: {
    info(fields: object, event: string): void;
    error(fields: object, event: string): void;
  };
}

export type ProfileHandler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<void>;

/** Takes EventBridge's "Object Created" events of the bucket. Throws only what a retry may mend. */
export function createProfileHandler(
  dependencies: HandlerDependencies,
): ProfileHandler {
  const { bucket, logger } = dependencies;
  return async (event, context) => {
    const seed = uploadedSeed(event, bucket);
    if (seed === undefined) {
      logger.error({}, 'seed.profile.unknown_event');
      return;
    }
    const { seedId } = seed;
    const startedAt = Date.now();
    const deadline = new Date(
      startedAt + context.getRemainingTimeInMillis() - OUTCOME_MS,
    );
    try {
      const result = await profileSeed(seed, dependencies, deadline);
      const elapsedMs = Date.now() - startedAt;
      logger.info({ seedId, elapsedMs }, `seed.profile.${result}`);
    } catch (error) {
      logger.error({ seedId, err: error }, 'seed.profile.failed');
      throw error;
    }
  };
}
