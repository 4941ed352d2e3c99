import { Injectable } from '@nestjs/common';
import {
  Conflict,
  seedProfileSchema,
  storageKeys,
  type SeedData,
  type SeedProfile,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';

/** What is known about a seed file's rows without reading them. */
@Injectable()
export class SeedProfiles {
  constructor(private readonly objects: ObjectStore) {}

  /** @throws Conflict while the file is not READY, with what there is to wait for or to do. */
  async load(seed: SeedData): Promise<SeedProfile> {
    if (seed.state !== 'READY') throw new Conflict(notReady(seed));
    const stored = await this.objects.get(
      storageKeys.seedProfile(seed.userId, seed.seedId),
    );
    if (stored === undefined)
      throw new Conflict(
        `${seed.fileName}: its profile is gone. Upload the file again.`,
      );
    return seedProfileSchema.parse(JSON.parse(stored.body.toString('utf8')));
  }
}

function notReady({ state, fileName, error }: SeedData): string {
  if (state === 'AWAITING_UPLOAD')
    return `${fileName} has not been uploaded yet. Upload it with the form that POST /seed-data answered.`;
  if (state === 'PROFILING')
    return `${fileName} is being read. Try again in a moment.`;
  return `${fileName} cannot be used: ${error ?? 'it could not be read.'} Upload a corrected file.`;
}
