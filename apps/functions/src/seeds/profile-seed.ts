import {
  Conflict,
  InvalidInput,
  NotFound,
  storageKeys,
  type SeedData,
  type SeedState,
} from '@plot-palette/domain';
import { normaliseSeed, type NormalisedSeed } from '@plot-palette/datasets';
import type { ObjectStore, SeedStore } from '@plot-palette/stores';
import type { UploadedSeed } from './upload-event';

export type SeedProfileResult =
  'ready' | 'invalid' | 'ignored' | 'superseded' | 'deleted';

export interface ProfileDependencies {
  readonly seeds: Pick<SeedStore, 'get' | 'update'>;
  readonly objects: Pick<
    ObjectStore,
    'head' | 'stream' | 'upload' | 'put' | 'deletePrefix'
  >;
}

type SeedChanges = Parameters<SeedStore['update']>[2];

/** A READY file is what jobs read: a second upload with the same form must not change it under them. */
const OPEN: readonly SeedState[] = ['AWAITING_UPLOAD', 'PROFILING', 'INVALID'];
const CLAIMED: readonly SeedState[] = ['PROFILING'];

const GONE = 'the uploaded file is gone; upload it again.';
const TOO_SLOW =
  'the file is too large to be read within the time that a profile may take; split it and upload the parts.';
const UNEXPECTED =
  'the file could not be read because of a fault on our side. It is tried again by itself for some minutes; if this message stays, upload the file again.';

/** Parts of a message come from the file, and a row of the table has limits. */
const MAX_ERROR_CHARACTERS = 2_000;

/** The content is no longer the one that was read: its own event profiles it. */
class Superseded extends Error {}

/**
 * Takes an uploaded seed file from AWAITING_UPLOAD (or INVALID, or a PROFILING that died) to READY or INVALID. Events
 * may come twice, late and out of order. After an unexpected error the seed is INVALID with a message *and* the error is
 * rethrown: the retry starts from there, and when there is none left, nothing hangs in PROFILING.
 */
export async function profileSeed(
  { userId, seedId }: UploadedSeed,
  { seeds, objects }: ProfileDependencies,
  deadline: Date,
): Promise<SeedProfileResult> {
  const current = await seeds.get(userId, seedId);
  if (current === undefined) {
    // The form outlives a deletion: what is uploaded by it then belongs to nobody.
    await objects.deletePrefix(storageKeys.seedPrefix(userId, seedId));
    return 'deleted';
  }
  if (!OPEN.includes(current.state)) return 'ignored';
  try {
    await seeds.update(userId, seedId, outcome('PROFILING'), { state: OPEN });
    const changes = await readSeed(current, objects, deadline);
    await seeds.update(userId, seedId, changes, { state: CLAIMED });
    return changes.state === 'READY' ? 'ready' : 'invalid';
  } catch (error) {
    if (error instanceof Superseded) return 'superseded';
    // Another delivery of the event was faster.
    if (error instanceof Conflict) return 'ignored';
    if ((await seeds.get(userId, seedId)) === undefined) {
      // Deleted while it was read: what was written since is of no use to anybody.
      await objects.deletePrefix(storageKeys.seedPrefix(userId, seedId));
      return 'deleted';
    }
    await giveUp(current, seeds);
    throw error;
  }
}

async function readSeed(
  seed: SeedData,
  objects: ProfileDependencies['objects'],
  deadline: Date,
): Promise<SeedChanges> {
  const { userId, seedId, fileName } = seed;
  try {
    const { rows, bytes, sha256 } = await writeNormalised(
      seed,
      objects,
      deadline,
    );
    return { ...outcome('READY'), rows, bytes, sha256 };
  } catch (error) {
    if (error instanceof InvalidInput)
      return outcome('INVALID', errorText(error.message));
    const original = storageKeys.seedOriginal(userId, seedId);
    if (error instanceof NotFound && !(await objects.head(original)))
      return outcome('INVALID', `${fileName}: ${GONE}`);
    throw error;
  }
}

/** Writes the rows, their index and the profile; whoever finds the seed READY finds all three. */
async function writeNormalised(
  { userId, seedId, fileName, format }: SeedData,
  objects: ProfileDependencies['objects'],
  deadline: Date,
): Promise<NormalisedSeed> {
  const key = storageKeys.seedOriginal(userId, seedId);
  const before = await objects.head(key);
  if (before === undefined) throw new NotFound(`There is no object ${key}.`);
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of await objects.stream(key)) {
      if (Date.now() > deadline.getTime())
        throw new InvalidInput(`${fileName}: ${TOO_SLOW}`);
      yield chunk as Uint8Array;
    }
    // The upload form works for 15 minutes. Checked before the last rows are written, so that rows of an older content
    // do not replace those of a newer one.
    const after = await objects.head(key);
    if (after !== undefined && after.etag !== before?.etag)
      throw new Superseded();
  }
  const seed = await normaliseSeed(
    { fileName, format, content: content() },
    (lines) =>
      objects.upload(
        storageKeys.seedRows(userId, seedId),
        lines,
        'application/x-ndjson',
      ),
  );
  await objects.put(storageKeys.seedIndex(userId, seedId), seed.index);
  await objects.put(
    storageKeys.seedProfile(userId, seedId),
    JSON.stringify(seed.profile),
    { contentType: 'application/json' },
  );
  return seed;
}

/** What an earlier attempt left behind does not outlive it. */
function outcome(state: SeedState, error?: string): SeedChanges {
  return { state, error, rows: undefined, sha256: undefined };
}

function errorText(message: string): string {
  return message.slice(0, MAX_ERROR_CHARACTERS);
}

async function giveUp(
  { userId, seedId, fileName }: SeedData,
  seeds: ProfileDependencies['seeds'],
): Promise<void> {
  try {
    const changes = outcome('INVALID', `${fileName}: ${UNEXPECTED}`);
    await seeds.update(userId, seedId, changes, { state: CLAIMED });
  } catch {
    // The error that led here says more, and is thrown next.
  }
}
