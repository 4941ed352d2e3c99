import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  GetItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AwsClients } from '../aws-clients';
import { Workspace } from '../workspace';
import { DataDirectory } from './data-directory';
import { Emulator, emulatorEndpoint } from './emulator';
import { choosePorts } from './ports';

const TABLE = 'counters';
const WRITING_MS = 1_500;

/** Has an emulator of its own, because it kills it. */
describe(Emulator.name, () => {
  let data: DataDirectory;
  let port: number;
  let clients: AwsClients;
  let emulator: Emulator;

  const start = () =>
    Emulator.start(
      {
        workspace: new Workspace(join(__dirname, '..', '..', '..', '..')),
        data,
        port,
        modelEndpoint: 'http://127.0.0.1:9',
        // Several in the time of one test, and never one for the last writes.
        snapshotSeconds: 0.6,
        path: process.env['PATH'] ?? '',
        home: tmpdir(),
      },
      () => undefined,
    );

  beforeAll(async () => {
    data = new DataDirectory(await mkdtemp(join(tmpdir(), 'emulator-')));
    await data.create();
    ({ emulator: port } = await choosePorts({
      frontDoor: 0,
      emulator: 0,
      model: 0,
    }));
    clients = new AwsClients(emulatorEndpoint(port));
    emulator = await start();
    await clients.dynamoDb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await emulator.snapshot();
  });

  afterAll(async () => {
    clients.destroy();
    await emulator.stop();
    await rm(data.root, { recursive: true });
  });

  /** Counts up and writes pairs until the emulator is gone; answers the last count that was acknowledged. */
  async function writeUntilGone(writer: string): Promise<number> {
    for (let count = 0; ; count += 1) {
      try {
        await clients.dynamoDb.send(
          new UpdateItemCommand({
            TableName: TABLE,
            Key: { id: { S: writer } },
            UpdateExpression: 'ADD #count :one',
            ExpressionAttributeNames: { '#count': 'count' },
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        );
        const pair = ['left', 'right'].map((side) => ({
          Put: {
            TableName: TABLE,
            Item: { id: { S: `${writer}-${count}-${side}` } },
          },
        }));
        await clients.dynamoDb.send(
          new TransactWriteItemsCommand({ TransactItems: pair }),
        );
      } catch {
        return count;
      }
    }
  }

  async function countOf(writer: string): Promise<number> {
    const { Item } = await clients.dynamoDb.send(
      new GetItemCommand({
        TableName: TABLE,
        Key: { id: { S: writer } },
        ConsistentRead: true,
      }),
    );
    return Number(Item?.['count']?.N);
  }

  async function ids(): Promise<Set<string>> {
    const found = new Set<string>();
    let from: Record<string, { S: string }> | undefined;
    do {
      const page = await clients.dynamoDb.send(
        new ScanCommand({ TableName: TABLE, ExclusiveStartKey: from }),
      );
      for (const { id } of page.Items ?? []) found.add(id?.S ?? '');
      const last = page.LastEvaluatedKey?.['id']?.S;
      from = last === undefined ? undefined : { id: { S: last } };
    } while (from !== undefined);
    return found;
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'keeps every acknowledged write and no half transaction at %s',
    async (signal) => {
      const writers = [`a-${signal}`, `b-${signal}`];
      const writing = writers.map((writer) => writeUntilGone(writer));
      await sleep(WRITING_MS);
      emulator.process.signal(signal);
      const acknowledged = await Promise.all(writing);
      await emulator.process.ended;
      emulator = await start();
      for (const [index, writer] of writers.entries()) {
        const least = acknowledged[index] ?? Infinity;
        expect(least).toBeGreaterThan(10);
        const count = await countOf(writer);
        expect(count).toBeGreaterThanOrEqual(least);
        // The one that was under way, and the SDK's own two attempts at it.
        expect(count).toBeLessThanOrEqual(least + 3);
      }
      const present = await ids();
      const lefts = [...present].filter((id) => id.endsWith('-left'));
      expect(
        lefts.filter((id) => !present.has(id.replace('-left', '-right'))),
      ).toEqual([]);
      expect([...present].filter((id) => id.endsWith('-right'))).toHaveLength(
        lefts.length,
      );
    },
  );
});
