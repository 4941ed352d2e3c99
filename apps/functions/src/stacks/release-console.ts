import type { Amplify, JobStatus } from '@aws-sdk/client-amplify';
import type { ConsoleDeployment } from './console-deployment';
import { zipWithFile } from './zip-with-file';

const POLL_INTERVAL_MS = 3_000;
/** Kept for stopping the deployment and answering the stack. */
const RESERVE_MS = 20_000;
const ENDED_BADLY: readonly JobStatus[] = ['FAILED', 'CANCELLED', 'CANCELLING'];

export interface ReleaseTools {
  readonly amplify: Pick<
    Amplify,
    'createDeployment' | 'startDeployment' | 'getJob' | 'stopJob'
  >;
  readonly readObject: (bucket: string, key: string) => Promise<Buffer>;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Puts the release's console, with its configuration, on the Amplify branch and waits until it is served.
 * @returns the id of Amplify's job
 * @throws Error saying which step failed; the job is stopped, or it would block the next deployment
 */
export async function releaseConsole(
  deployment: ConsoleDeployment,
  tools: ReleaseTools,
  remainingMs: () => number,
): Promise<string> {
  const { amplify } = tools;
  const branch = {
    appId: deployment.AppId,
    branchName: deployment.BranchName,
  };
  const archive = await buildArchive(deployment, tools);
  const { jobId, zipUploadUrl } = await amplify.createDeployment(branch);
  if (jobId === undefined || zipUploadUrl === undefined)
    throw new Error(
      `Amplify gave no upload address for the branch ${branch.branchName}.`,
    );
  const job = { ...branch, jobId };
  try {
    await upload(zipUploadUrl, archive, tools);
    await amplify.startDeployment(job);
    await waitForEnd(job, tools, remainingMs);
  } catch (error) {
    await amplify.stopJob(job).catch(() => undefined);
    throw error;
  }
  return jobId;
}

async function buildArchive(
  { ArtifactBucket, ArtifactKey, Config }: ConsoleDeployment,
  { readObject }: ReleaseTools,
): Promise<Buffer> {
  try {
    const release = await readObject(ArtifactBucket, ArtifactKey);
    const config = Buffer.from(`${JSON.stringify(Config, undefined, 2)}\n`);
    return zipWithFile(release, 'config.json', config);
  } catch (cause) {
    throw new Error(
      `The console's archive s3://${ArtifactBucket}/${ArtifactKey} cannot be used: ${messageOf(cause)}`,
      { cause },
    );
  }
}

async function upload(
  address: string,
  archive: Buffer,
  tools: ReleaseTools,
): Promise<void> {
  const { ok, status } = await tools.fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/zip' },
    body: new Uint8Array(archive),
  });
  if (!ok)
    throw new Error(`Amplify refused the console's archive: HTTP ${status}.`);
}

async function waitForEnd(
  job: { appId: string; branchName: string; jobId: string },
  { amplify, sleep }: ReleaseTools,
  remainingMs: () => number,
): Promise<void> {
  while (remainingMs() > RESERVE_MS) {
    const answer = await amplify.getJob(job);
    const status = answer.job?.summary?.status;
    if (status === 'SUCCEED') return;
    if (status !== undefined && ENDED_BADLY.includes(status)) {
      const reasons = (answer.job?.steps ?? []).flatMap(
        ({ statusReason }) => statusReason ?? [],
      );
      throw new Error(
        [`Amplify ended job ${job.jobId} ${status}.`, ...reasons].join(' '),
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
  throw new Error(
    `Amplify did not finish job ${job.jobId} in time. See the branch ${job.branchName} in its console, then update the stack again.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
