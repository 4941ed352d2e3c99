import type { ExportFormat } from './job';

/** Where everything lies in the bucket; nothing else builds a key. */
export const storageKeys = {
  seedOriginal: (userId: string, seedId: string): string =>
    `seed-data/${userId}/${seedId}/original`,
  seedRows: (userId: string, seedId: string): string =>
    `seed-data/${userId}/${seedId}/rows.jsonl`,
  seedIndex: (userId: string, seedId: string): string =>
    `seed-data/${userId}/${seedId}/rows.index`,
  seedProfile: (userId: string, seedId: string): string =>
    `seed-data/${userId}/${seedId}/profile.json`,
  seedPrefix: (userId: string, seedId: string): string =>
    `seed-data/${userId}/${seedId}/`,
  job: (jobId: string): string => `jobs/${jobId}/`,
  jobConfig: (jobId: string): string => `jobs/${jobId}/config.json`,
  manifest: (jobId: string, shard: number): string =>
    `jobs/${jobId}/checkpoints/${shard}.json`,
  batchPrefix: (jobId: string, shard: number): string =>
    `jobs/${jobId}/batches/${shard}/`,
  batch: (jobId: string, shard: number, fence: number, seq: number): string =>
    `jobs/${jobId}/batches/${shard}/${padded(fence)}-${padded(seq)}.jsonl`,
  /** `writer` is the fence of the owner that compacted; the batches from `first` to `last` are of `fence`. */
  segment: (
    jobId: string,
    shard: number,
    writer: number,
    {
      fence,
      first,
      last,
    }: {
      readonly fence: number;
      readonly first: number;
      readonly last: number;
    },
  ): string =>
    `jobs/${jobId}/segments/${shard}/${padded(writer)}-${padded(fence)}-${padded(first)}-${padded(last)}.jsonl`,
  /** `partition` is a directory, as an `ExportFile` names it. */
  export: (jobId: string, format: ExportFormat, partition?: string): string =>
    partition === undefined
      ? `jobs/${jobId}/exports/dataset.${format.toLowerCase()}`
      : `jobs/${jobId}/exports/partitioned/${partition}/records.${format.toLowerCase()}`,
  rejectedExport: (jobId: string): string =>
    `jobs/${jobId}/exports/rejected.jsonl`,
  datasetCard: (jobId: string): string => `jobs/${jobId}/exports/README.md`,
  exportManifest: (jobId: string): string =>
    `jobs/${jobId}/exports/manifest.json`,
  pipelineInput: (pipelineId: string): string =>
    `pipelines/${pipelineId}/input.json`,
  pipelineAnswer: (pipelineId: string): string =>
    `pipelines/${pipelineId}/answer.md`,
  pipelineResponse: (pipelineId: string): string =>
    `pipelines/${pipelineId}/response.json`,
  /** An input that is too long for a request; read once, by the run that names it. */
  runUpload: (userId: string, uploadId: string): string =>
    `run-uploads/${userId}/${uploadId}.txt`,
  session: (sessionId: string): string => `sessions/${sessionId}/`,
  /** Text of a message that is too long for its row. */
  messageText: (sessionId: string, messageId: string): string =>
    `sessions/${sessionId}/${messageId}.json`,
  projects: 'projects/',
  project: (projectId: string): string => `projects/${projectId}/`,
  card: (projectId: string, promptId: string): string =>
    `projects/${projectId}/${promptId}/`,
  /** What one write of a version stores: two writers of the same version never share an object. */
  cardContent: (
    projectId: string,
    promptId: string,
    version: number,
    contentId: string,
  ): string =>
    `projects/${projectId}/${promptId}/${padded(version)}-${contentId}.txt`,
} as const;

/** Padded so that a listing comes in the order of fence and sequence. */
function padded(number: number): string {
  return String(number).padStart(8, '0');
}

/** Reads a seed file's owner and id back from its upload key; undefined for any other key. */
export function parseSeedOriginalKey(
  key: string,
): { userId: string; seedId: string } | undefined {
  const [root, userId, seedId, name, ...rest] = key.split('/');
  if (root !== 'seed-data' || name !== 'original' || rest.length > 0)
    return undefined;
  return userId && seedId ? { userId, seedId } : undefined;
}

/** Reads project and card back from the key of a content; undefined for any other key. */
export function parseCardContentKey(
  key: string,
): { projectId: string; promptId: string } | undefined {
  const [root, projectId, promptId, name, ...rest] = key.split('/');
  if (root !== 'projects' || !name?.endsWith('.txt') || rest.length > 0)
    return undefined;
  return projectId && promptId ? { projectId, promptId } : undefined;
}
