import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Conflict,
  isTerminal,
  MAX_PAGE_SIZE,
  storageKeys,
  validateSeed,
  type Job,
  type Page,
  type PageQuery,
  type SeedData,
  type SeedProfile,
  type SeedUpload,
  type SeedUploadRequest,
  type SeedValidation,
} from '@plot-palette/domain';
import { JobStore, ObjectStore, SeedStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { TemplateAccess } from '../templates/template-access';
import { TemplateChecker } from '../templates/template-checker';
import { withAbandonedMarked } from './abandoned-seed';
import { SeedAccess } from './seed-access';
import { formatOf } from './seed-format';
import { SeedProfiles } from './seed-profiles';

const UPLOAD_SECONDS = 15 * 60;

@Injectable()
export class SeedDataService {
  constructor(
    private readonly seeds: SeedStore,
    private readonly objects: ObjectStore,
    private readonly jobs: JobStore,
    private readonly access: SeedAccess,
    private readonly profiles: SeedProfiles,
    private readonly templates: TemplateAccess,
    private readonly checker: TemplateChecker,
  ) {}

  async create(
    { userId }: Caller,
    request: SeedUploadRequest,
  ): Promise<SeedUpload> {
    const seed = awaitingUpload(userId, request);
    const upload = await this.objects.presignPost(
      storageKeys.seedOriginal(userId, seed.seedId),
      { maxBytes: request.bytes, expiresInSeconds: UPLOAD_SECONDS },
    );
    await this.seeds.create(seed);
    return { seed, upload };
  }

  /** A file whose content is here already: it is profiled like an uploaded one. */
  async store(
    { userId }: Caller,
    {
      content,
      ...file
    }: Omit<SeedUploadRequest, 'bytes'> & { content: string },
  ): Promise<SeedData> {
    const bytes = Buffer.byteLength(content);
    const seed = awaitingUpload(userId, { ...file, bytes });
    const { seedId } = seed;
    // The profile begins when the object is there, and looks for the row.
    await this.seeds.create(seed);
    try {
      await this.objects.put(storageKeys.seedOriginal(userId, seedId), content);
    } catch (error) {
      await this.seeds.delete(userId, seedId);
      throw error;
    }
    return seed;
  }

  async list({ userId }: Caller, page: PageQuery): Promise<Page<SeedData>> {
    const listed = await this.seeds.listByUser(userId, page);
    const now = new Date();
    return {
      ...listed,
      items: listed.items.map((seed) => withAbandonedMarked(seed, now)),
    };
  }

  async get(
    caller: Caller,
    seedId: string,
  ): Promise<SeedData & { profile?: SeedProfile }> {
    const seed = await this.access.readable(caller, seedId);
    if (seed.state !== 'READY') return seed;
    return { ...seed, profile: await this.profiles.load(seed) };
  }

  async validate(
    caller: Caller,
    seedId: string,
    {
      templateId,
      version,
    }: { templateId: string; version?: number | undefined },
  ): Promise<SeedValidation> {
    const seed = await this.access.readable(caller, seedId);
    const template = await this.templates.readable(caller, templateId, version);
    const profile = await this.profiles.load(seed);
    const { requiredPaths } = await this.checker.check(
      template,
      template.userId,
    );
    return validateSeed(seed.fileName, profile, requiredPaths);
  }

  /** @throws Conflict while an unfinished job reads its rows from the file. */
  async delete(caller: Caller, seedId: string): Promise<void> {
    const { userId, fileName } = await this.access.readable(caller, seedId);
    const user = await this.activeJobOf(userId, seedId);
    if (user !== undefined)
      throw new Conflict(
        `${fileName} is used by the job "${user.name}" (${user.jobId}), which is ${user.status}. Cancel it or wait for its end.`,
      );
    // From here on no new job can take it, even if the rest has to be asked for again.
    await this.seeds.update(userId, seedId, {
      state: 'INVALID',
      error: 'it is being deleted.',
    });
    await this.objects.deletePrefix(storageKeys.seedPrefix(userId, seedId));
    await this.seeds.delete(userId, seedId);
  }

  private async activeJobOf(
    userId: string,
    seedId: string,
  ): Promise<Job | undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.jobs.listByUser(userId, {
        limit: MAX_PAGE_SIZE,
        cursor,
      });
      const active = page.items.find(
        (job) => job.seedId === seedId && !isTerminal(job.status),
      );
      if (active !== undefined) return active;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return undefined;
  }
}

function awaitingUpload(userId: string, request: SeedUploadRequest): SeedData {
  const createdAt = new Date().toISOString();
  return {
    seedId: randomUUID(),
    userId,
    name: request.name,
    fileName: request.fileName,
    format: formatOf(request),
    state: 'AWAITING_UPLOAD',
    bytes: request.bytes,
    createdAt,
    updatedAt: createdAt,
  };
}
