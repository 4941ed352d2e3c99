import { createHash } from 'node:crypto';
import { downloadSchema } from '@plot-palette/domain';
import { Api, until } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import { jobOver, jsonLines, recordIndexes, upTo } from './harness/sample';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const RECORDS = 12;
/** What keys, links and file names get wrong: spaces, slashes, percent signs, text beyond ASCII, and nothing at all. */
const GENRES = ['sci-fi & more', 'a/b', '100 %', 'ævintýri – 詩', '..', ''];
const SEED = GENRES.map((genre) => JSON.stringify({ genre })).join('\n');

describe('a job that is split by category', () => {
  it('has a file for every value in every format, and each can be downloaded', async () => {
    const user = await newUser(outputs);
    const api = new Api(outputs, user.accessToken);
    const template = await api.createTemplate({
      name: 'Genres',
      steps: [
        {
          id: 'text',
          model: 'llama-3.1-8b',
          prompt: 'Write a text of the genre {{ genre }}.',
          maxTokens: 400,
        },
      ],
    });
    const seed = await api.uploadSeed('genres.jsonl', SEED);
    const { jobId } = await api.createJob(
      jobOver(template.templateId, seed.seedId, {
        records: RECORDS,
        formats: ['JSONL', 'CSV', 'PARQUET'],
        partitionBy: 'category',
        categoryPath: 'seed.genre',
      }),
    );
    const job = await api.jobEnd(jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
    });

    const path = `/jobs/${jobId}/download`;
    const { files } = await api.expect(downloadSchema, 'GET', path);
    expect(files).toHaveLength(3 * GENRES.length);
    const rows: Record<string, unknown>[] = [];
    for (const { url, bytes, sha256, format, partition = '' } of files) {
      const response = await fetch(url);
      const content = Buffer.from(await response.arrayBuffer());
      expect([partition, format, response.status, content.length]).toEqual([
        partition,
        format,
        200,
        bytes,
      ]);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      if (format !== 'JSONL') continue;
      const name = partition.replace('category/', '');
      const genre = name === '__none__' ? '' : decodeURIComponent(name);
      for (const row of jsonLines(content)) {
        expect(row['seed']).toEqual({ genre });
        rows.push(row);
      }
    }
    expect(recordIndexes(rows)).toEqual(upTo(RECORDS));

    expect((await api.call('DELETE', `/jobs/${jobId}`)).ok).toBe(true);
    await until(
      () => api.call('GET', `/jobs/${jobId}`),
      ({ status }) => status === 404,
      60_000,
    );
    for (const { url } of files) expect((await fetch(url)).status).toBe(404);
  });
});
