import { z } from 'zod';
import { parseCategoryPath } from './category-path';
import { timestampSchema, uuidSchema } from './identifier';
import { jobStatusSchema } from './job-status';
import { nanoUsdSchema } from './money';
import { pageSchema } from './page';
import { textSchema } from './text';

export const MAX_RECORDS = 1_000_000;
export const MAX_CONCURRENCY = 1_024;
export const MAX_SHARDS = 40;
export const MAX_BUDGET_USD = 1_000_000;

export const exportFormatSchema = z.enum(['JSONL', 'CSV', 'PARQUET']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/**
 * Partitions of an export; what comes later shares one more. Every file is listed in the job's row, which DynamoDB limits
 * to 400 KB: with the longest names, three formats of so many partitions take half of it.
 */
export const MAX_PARTITIONS = 100;

/** How an export is split into files: by the UTC day of a record's creation, or by a value of the record. */
export const partitionBySchema = z.enum(['timestamp', 'category']);
export type PartitionBy = z.infer<typeof partitionBySchema>;

const jobRequestFields = z.strictObject({
  name: textSchema.trim().min(1).max(200).optional(),
  templateId: uuidSchema,
  /** The latest version when absent. */
  templateVersion: z.number().int().positive().optional(),
  seedId: uuidSchema,
  records: z.number().int().min(1).max(MAX_RECORDS),
  /** The hard limit: model calls, worker time and storage operations together never cost more. */
  budgetUsd: z.number().positive().max(MAX_BUDGET_USD),
  formats: z.array(exportFormatSchema).min(1).max(3).default(['JSONL']),
  /** One file a format when absent. */
  partitionBy: partitionBySchema.optional(),
  /** Path of the category in a row of the dataset, such as `seed.genre`; the template's category when absent. */
  categoryPath: z
    .string()
    .trim()
    .max(500)
    .refine((path) => parseCategoryPath(path) !== undefined, {
      message: 'must be a path like seed.genre or steps.ticket.output.urgency',
    })
    .optional(),
  /** 1 runs first, 9 last; jobs of one priority run in the order of their creation. */
  priority: z.number().int().min(1).max(9).default(5),
  maxConcurrency: z.number().int().min(1).max(MAX_CONCURRENCY).default(16),
  maxAttemptsPerRecord: z.number().int().min(1).max(10).default(3),
  /** Workers that share the job, each with a range of its records. */
  shards: z.number().int().min(1).max(MAX_SHARDS).default(1),
  /** Same seed, same prompts for the same record; drawn at random when absent. */
  jobSeed: z.number().int().min(0).max(0xffffffff).optional(),
});
export const jobRequestSchema = jobRequestFields.refine(
  ({ partitionBy, categoryPath }) =>
    categoryPath === undefined || partitionBy === 'category',
  {
    message: 'is used only with partitionBy category',
    path: ['categoryPath'],
  },
);
export type JobRequest = z.infer<typeof jobRequestSchema>;
export type JobInput = z.input<typeof jobRequestSchema>;

/** What shall be different when a job goes on after its end. */
export const jobResumeSchema = z.strictObject({
  /** The job's limit from now on: as much as before, or more. */
  budgetUsd: z.number().positive().max(MAX_BUDGET_USD).optional(),
  /** Records that were rejected are made again; otherwise only those that were not attempted. */
  retryRejected: z.boolean().default(false),
});
export type JobResume = z.infer<typeof jobResumeSchema>;

/** Every asked record is in exactly one of the three. */
export const recordCountsSchema = z.strictObject({
  accepted: z.number().int().nonnegative(),
  rejected: z.number().int().nonnegative(),
  notAttempted: z.number().int().nonnegative(),
});
export type RecordCounts = z.infer<typeof recordCountsSchema>;

export const exportFileSchema = z.strictObject({
  format: exportFormatSchema,
  /** The directory of a partitioned export that the file lies in: `category/poem`, `timestamp/year=2026/month=11/day=21`. */
  partition: z.string().optional(),
  key: z.string(),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type ExportFile = z.infer<typeof exportFileSchema>;

export const jobSchema = z.strictObject({
  jobId: uuidSchema,
  userId: z.string(),
  name: z.string(),
  status: jobStatusSchema,
  /** Why the job is where it is, for people; empty while there is nothing to say. */
  statusReason: z.string(),
  cancelRequested: z.boolean(),
  templateId: uuidSchema,
  templateVersion: z.number().int().positive(),
  templateName: z.string(),
  seedId: uuidSchema,
  seedName: z.string(),
  records: z.number().int().positive(),
  counts: recordCountsSchema,
  budgetNanoUsd: nanoUsdSchema,
  spentNanoUsd: nanoUsdSchema,
  formats: z.array(exportFormatSchema),
  priority: z.number().int(),
  maxConcurrency: z.number().int(),
  maxAttemptsPerRecord: z.number().int(),
  shards: z.number().int(),
  jobSeed: z.number().int(),
  /** Executions of the lifecycle so far; more than one after an interruption or a resume. */
  attempt: z.number().int().nonnegative(),
  /** The first execution since the job was last resumed to make rejected records again. */
  retriesRejectedSince: z.number().int().positive().optional(),
  exports: z.array(exportFileSchema),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  startedAt: timestampSchema.optional(),
  finishedAt: timestampSchema.optional(),
});
export type Job = z.infer<typeof jobSchema>;
export const jobPageSchema = pageSchema(jobSchema);

export const jobEstimateSchema = z.strictObject({
  /** From the average seed row and half of max tokens per step: what to expect, not a limit. */
  expectedNanoUsd: nanoUsdSchema,
  /** Every record at the bound that admission uses, with one attempt each, plus the closing cost. */
  worstCaseNanoUsd: nanoUsdSchema,
  /** The smallest budget that is accepted: closing cost plus one record. */
  minimumNanoUsd: nanoUsdSchema,
  closingNanoUsd: nanoUsdSchema,
  /** Records that the given budget certainly pays for. */
  affordableRecords: z.number().int().nonnegative(),
});
export type JobEstimate = z.infer<typeof jobEstimateSchema>;

const linkFields = { url: z.string(), expiresAt: timestampSchema };

/** What lies beside the dataset: its card, the manifest, and the rejected records. */
export const companionFileSchema = z.strictObject({
  key: z.string(),
  ...linkFields,
});

export const downloadSchema = z.strictObject({
  files: z.array(exportFileSchema.extend(linkFields)),
  companions: z.array(companionFileSchema),
});
export type Download = z.infer<typeof downloadSchema>;
