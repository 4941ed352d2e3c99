import { z } from 'zod';
import { timestampSchema, uuidSchema } from './identifier';
import { pageSchema } from './page';
import { textSchema } from './text';

export const seedFormatSchema = z.enum(['json', 'jsonl', 'csv']);
export type SeedFormat = z.infer<typeof seedFormatSchema>;

/** 5 GB: the most that one presigned POST can take. */
export const MAX_SEED_BYTES = 5 * 1024 ** 3;
export const MAX_SEED_ROWS = 1_000_000;

/** AWAITING_UPLOAD → PROFILING → READY or INVALID (`error` says why). */
export const seedStateSchema = z.enum([
  'AWAITING_UPLOAD',
  'PROFILING',
  'READY',
  'INVALID',
]);
export type SeedState = z.infer<typeof seedStateSchema>;

export const seedUploadRequestSchema = z.strictObject({
  name: textSchema.trim().min(1).max(200),
  fileName: textSchema.min(1).max(255),
  /** Taken from the file name's ending when absent. */
  format: seedFormatSchema.optional(),
  bytes: z.number().int().positive().max(MAX_SEED_BYTES),
});
export type SeedUploadRequest = z.infer<typeof seedUploadRequestSchema>;

export const seedDataSchema = z.strictObject({
  seedId: uuidSchema,
  userId: z.string(),
  name: z.string(),
  fileName: z.string(),
  format: seedFormatSchema,
  state: seedStateSchema,
  bytes: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative().optional(),
  /** Of the original file, lower-case hexadecimal. */
  sha256: z.string().optional(),
  error: z.string().optional(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type SeedData = z.infer<typeof seedDataSchema>;
export const seedDataPageSchema = pageSchema(seedDataSchema);

/** A presigned S3 POST: send `fields` and then the file, as `file`, in one multipart form. Valid for 15 minutes. */
export const seedUploadSchema = z.strictObject({
  seed: seedDataSchema,
  upload: z.strictObject({
    url: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
});
export type SeedUpload = z.infer<typeof seedUploadSchema>;

export const valueTypeSchema = z.enum([
  'null',
  'boolean',
  'number',
  'string',
  'array',
  'object',
]);
export type ValueType = z.infer<typeof valueTypeSchema>;

/** What the rows have at one dotted path. Presence means that the key exists: null, '' and 0 are present. */
export const fieldProfileSchema = z.strictObject({
  present: z.number().int().nonnegative(),
  types: z.partialRecord(valueTypeSchema, z.number().int().positive()),
  /** Zero-based numbers of the first rows that lack the path. */
  missingRows: z.array(z.number().int().nonnegative()).max(20),
});
export type FieldProfile = z.infer<typeof fieldProfileSchema>;

export const seedProfileSchema = z.strictObject({
  rows: z.number().int().nonnegative(),
  /** By dotted path; the elements of arrays are at `path[]`. */
  fields: z.record(z.string(), fieldProfileSchema),
  /** True when the rows have more paths than the profile keeps. */
  truncated: z.boolean(),
});
export type SeedProfile = z.infer<typeof seedProfileSchema>;

export const seedDetailSchema = seedDataSchema.extend({
  profile: seedProfileSchema.optional(),
});

export const seedValidationRequestSchema = z.strictObject({
  templateId: uuidSchema,
  version: z.number().int().positive().optional(),
});

export const missingPathSchema = z.strictObject({
  path: z.string(),
  present: z.number().int().nonnegative(),
  missing: z.number().int().positive(),
  missingRows: z.array(z.number().int().nonnegative()),
  /** A sentence for people: file, path, how many rows lack it and which come first. */
  message: z.string(),
});
export type MissingPath = z.infer<typeof missingPathSchema>;

export const seedValidationSchema = z.strictObject({
  valid: z.boolean(),
  rows: z.number().int().nonnegative(),
  requiredPaths: z.array(z.string()),
  missing: z.array(missingPathSchema),
});
export type SeedValidation = z.infer<typeof seedValidationSchema>;
