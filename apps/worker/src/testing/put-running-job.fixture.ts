// eslint-disable-next-line no-restricted-imports -- libs/stores knows no way past the queue, and only tests want one
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { jobScope, openLedger, type Job } from '@plot-palette/domain';
import type { RunningCloud } from './running-cloud.fixture';

/**
 * A running job with its ledger, past the queue and its slots: a dispatcher that saw the job there for a moment would start
 * workers of its own.
 */
export async function putRunningJob(
  { tables }: RunningCloud,
  job: Job,
): Promise<void> {
  const client = new DynamoDB({});
  const put = (table: string, item: object) =>
    client.putItem({
      TableName: table,
      Item: marshall(item, { removeUndefinedValues: true }),
    });
  const { jobId, budgetNanoUsd } = job;
  await put(tables.jobs, {
    ...job,
    requestHash: 'test',
    queuePosition: 'none',
    all: 'JOB',
  });
  await put(tables.ledger, openLedger(jobScope(jobId), budgetNanoUsd, 0));
  client.destroy();
}
