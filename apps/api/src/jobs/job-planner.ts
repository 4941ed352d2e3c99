import { Inject, Injectable } from '@nestjs/common';
import {
  closingCost,
  cutText,
  DEFAULT_INFRASTRUCTURE_PRICE,
  InvalidInput,
  shardRanges,
  storageKeys,
  usdToNano,
  validateSeed,
  type JobRequest,
  type JobSnapshot,
  type NanoUsd,
  type ResolvedModel,
  type SeedData,
  type Template,
} from '@plot-palette/domain';
import { resolveModel } from '@plot-palette/inference';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import type { Caller } from '../auth/caller';
import { SeedAccess } from '../seed-data/seed-access';
import { SeedProfiles } from '../seed-data/seed-profiles';
import type { Fragments } from '../templates/fragments';
import { isRunnable } from '../templates/runnable-step';
import { TemplateAccess } from '../templates/template-access';
import { TemplateChecker } from '../templates/template-checker';
import { jobSeedFor } from './job-identity';
import { RecordSampler } from './record-sampler';

export interface JobPlan {
  readonly snapshot: JobSnapshot;
  /** Of one record, over the sampled rows. */
  readonly worstRecordNanoUsd: NanoUsd;
  readonly expectedRecordNanoUsd: NanoUsd;
}

/** Checks everything about a job that can be checked before money is spent, and freezes what it will do. */
@Injectable()
export class JobPlanner {
  constructor(
    private readonly templates: TemplateAccess,
    private readonly checker: TemplateChecker,
    private readonly seeds: SeedAccess,
    private readonly profiles: SeedProfiles,
    private readonly sampler: RecordSampler,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * @throws NotFound for a template or seed file that the caller cannot read, Conflict while the seed file is not ready,
   *   InvalidInput when template and rows do not fit each other.
   */
  async plan(
    caller: Caller,
    request: JobRequest,
    jobId: string,
  ): Promise<JobPlan> {
    const { templateId, templateVersion, seedId } = request;
    const template = await this.templates.readable(
      caller,
      templateId,
      templateVersion,
    );
    const seed = await this.seeds.readable(caller, seedId);
    const fragments = await this.checkedFragments(template, seed);
    const snapshot = snapshotOf({
      caller,
      request,
      jobId,
      template,
      seed,
      fragments,
      models: this.modelsOf(template),
    });
    return { snapshot, ...(await this.sampler.sample(snapshot)) };
  }

  private async checkedFragments(
    template: Template,
    seed: SeedData,
  ): Promise<Fragments> {
    const profile = await this.profiles.load(seed);
    const { requiredPaths, fragments } = await this.checker.check(
      template,
      template.userId,
    );
    const { missing } = validateSeed(seed.fileName, profile, requiredPaths);
    if (missing.length > 0)
      throw new InvalidInput(missing.map(({ message }) => message).join(' '), {
        issues: missing.map(({ path, message }) => ({ where: path, message })),
      });
    if (profile.rows === 0)
      throw new InvalidInput(`${seed.fileName} has no rows.`);
    return fragments;
  }

  private modelsOf({ steps }: Template): Record<string, ResolvedModel> {
    const fragments = steps.filter((step) => !isRunnable(step));
    if (fragments.length > 0)
      throw new InvalidInput(
        'The template cannot be run: every step needs a model or a modelTier.',
        {
          issues: fragments.map(({ id }) => ({
            where: `step ${id}`,
            message: 'has neither a model nor a modelTier',
          })),
        },
      );
    return Object.fromEntries(
      steps.map((step) => [
        step.id,
        resolveModel(step, this.config.region).model,
      ]),
    );
  }
}

interface Frozen {
  readonly caller: Caller;
  readonly request: JobRequest;
  readonly jobId: string;
  readonly template: Template;
  readonly seed: SeedData;
  readonly fragments: Fragments;
  readonly models: Record<string, ResolvedModel>;
}

function snapshotOf(frozen: Frozen): JobSnapshot {
  const { caller, request, jobId, template, seed, fragments, models } = frozen;
  const shards = shardRanges(request.records, request.shards);
  return {
    schemaVersion: 1,
    jobId,
    userId: caller.userId,
    createdAt: new Date().toISOString(),
    request: {
      ...request,
      name: request.name ?? cutText(`${template.name} × ${seed.name}`, 200),
      templateVersion: template.version,
      jobSeed: request.jobSeed ?? jobSeedFor(jobId),
    },
    template,
    fragments: { ...fragments },
    models,
    seed: {
      seedId: seed.seedId,
      name: seed.name,
      rows: seed.rows ?? 0,
      rowsKey: storageKeys.seedRows(seed.userId, seed.seedId),
      indexKey: storageKeys.seedIndex(seed.userId, seed.seedId),
    },
    budgetNanoUsd: usdToNano(request.budgetUsd),
    closingNanoUsd: closingCost(shards.length, DEFAULT_INFRASTRUCTURE_PRICE, {
      records: request.records,
      partitioned: request.partitionBy !== undefined,
    }),
    infrastructurePrice: DEFAULT_INFRASTRUCTURE_PRICE,
    shards,
  };
}
