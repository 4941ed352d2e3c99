import {
  jobRequestSchema,
  type ExportFormat,
  type JobInput,
  type PartitionBy,
} from '@plot-palette/domain';

/** A job as its form holds it; null where a number field is empty. */
export interface JobDraft {
  name: string;
  templateId: string;
  /** 0 stands for the latest one. */
  templateVersion: number;
  seedId: string;
  records: number | null;
  budgetUsd: number | null;
  formats: ExportFormat[];
  partitionBy: PartitionBy | 'none';
  /** Used only when partitions are by category; empty stands for the template's. */
  categoryPath: string;
  priority: number;
  maxConcurrency: number | null;
  maxAttemptsPerRecord: number | null;
  shards: number | null;
  jobSeed: number | null;
}

export function newJobDraft(start: Partial<JobDraft>): JobDraft {
  return {
    name: '',
    templateId: '',
    templateVersion: 0,
    seedId: '',
    records: 100,
    budgetUsd: 1,
    formats: ['JSONL'],
    partitionBy: 'none',
    categoryPath: '',
    priority: 5,
    maxConcurrency: 16,
    maxAttemptsPerRecord: 3,
    shards: 1,
    jobSeed: null,
    ...start,
  };
}

/** What would be sent; undefined while the form is not complete. */
export function jobInputOf(draft: JobDraft): JobInput | undefined {
  const { name, templateVersion, jobSeed, partitionBy, categoryPath, ...rest } =
    draft;
  const parsed = jobRequestSchema.safeParse({
    ...rest,
    ...(name.trim() === '' ? {} : { name }),
    ...(templateVersion === 0 ? {} : { templateVersion }),
    ...(jobSeed === null ? {} : { jobSeed }),
    ...(partitionBy === 'none' ? {} : { partitionBy }),
    ...(partitionBy === 'category' && categoryPath.trim() !== ''
      ? { categoryPath }
      : {}),
  });
  return parsed.success ? parsed.data : undefined;
}
