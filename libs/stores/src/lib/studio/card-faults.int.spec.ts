import { storageKeys, type PromptCard } from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';
import { localCloud } from '../local-cloud.fixture';
import { aCard, aProject, edited } from './card.fixture';
import { CardSweeper } from './card-sweeper';
import {
  FaultyConnections,
  InjectedFault,
  type CrashPoint,
} from './faulty-connections.fixture';
import { createStudioStores, type StudioStores } from './studio-stores';

const { connections, tables } = localCloud();
const stores = createStudioStores(tables, connections);
const faulty = new FaultyConnections(connections);
const faultyStores = createStudioStores(tables, faulty.connections);
afterAll(() => connections.close());

/** The same in every world but for the project's id. */
const [A, B, C] = [randomUUID(), randomUUID(), randomUUID()];
const TIME = '2026-11-21T10:00:00.000Z';
const times = { createdAt: TIME, updatedAt: TIME };

interface World {
  readonly projectId: string;
  readonly first: PromptCard;
  readonly latest: PromptCard;
}

/** A project with a card of two versions and a label, and another card. */
async function newWorld(): Promise<World> {
  const project = aProject({ ...times, owner: 'ada' });
  const { projectId } = project;
  const first = aCard(projectId, { ...times, promptId: A });
  const latest = edited(first, { ...times });
  await stores.projects.create(project);
  await stores.promptCards.create(first);
  await stores.promptCards.update(latest, first);
  await stores.promptCards.create(
    aCard(projectId, { ...times, promptId: B, stepOrder: 1 }),
  );
  await stores.cardHeads.setLabel(projectId, A, 'production', 1);
  return { projectId, first, latest };
}

/** All that anybody can read of a world. */
async function view({ projectId }: World): Promise<unknown> {
  const project = await stores.projects.get(projectId);
  if (project === undefined) return 'no project';
  const heads = await stores.cardHeads.list(projectId);
  const cards = await Promise.all(
    [A, B, C].map(async (promptId) => {
      const latest = await stores.promptCards.get(projectId, promptId);
      if (latest === undefined) return undefined;
      const { items } = await stores.promptCards.listVersions(
        projectId,
        promptId,
        { limit: 100 },
      );
      const versions = await Promise.all(
        items.map(({ version }) =>
          stores.promptCards.get(projectId, promptId, version),
        ),
      );
      expect(versions).not.toContain(undefined);
      expect(versions[0]).toEqual(latest);
      return { latest, versions };
    }),
  );
  const text = JSON.stringify({
    project,
    order: heads.map(({ promptId }) => promptId),
    cards,
  });
  return JSON.parse(text.replaceAll(projectId, 'the project'));
}

/** What lies in the bucket, and what the rows of cards with a head name. */
async function objectsAndNames({ projectId }: World) {
  const objects: string[] = [];
  const prefix = storageKeys.project(projectId);
  for await (const { key } of connections.objects.list(prefix))
    objects.push(key);
  const isThere = (await stores.projects.get(projectId)) !== undefined;
  const heads = isThere ? await stores.cardHeads.list(projectId) : [];
  const named = await Promise.all(
    heads.map(({ promptId }) =>
      stores.promptCards.contentKeys(projectId, promptId),
    ),
  );
  return { objects, named: named.flat().sort() };
}

async function rowsOf({ projectId }: World): Promise<number> {
  const { Count } = await connections.database.client.query({
    TableName: tables.prompts,
    KeyConditionExpression: 'projectId = :projectId',
    ExpressionAttributeValues: { ':projectId': { S: projectId } },
    Select: 'COUNT',
    ConsistentRead: true,
  });
  return Count ?? 0;
}

async function sweep(
  { projectId }: World,
  sweeper: CardSweeper,
): Promise<void> {
  await sweeper.sweep({
    writtenBefore: new Date(Date.now() + 60_000),
    goOn: () => true,
    within: storageKeys.project(projectId),
  });
}

async function expectNothingLeft(world: World): Promise<void> {
  const { objects, named } = await objectsAndNames(world);
  expect(objects).toEqual(named);
  const isThere = (await stores.projects.get(world.projectId)) !== undefined;
  const heads = isThere ? await stores.cardHeads.list(world.projectId) : [];
  expect(await rowsOf(world)).toBe(named.length + heads.length);
}

type Operation = (stores: StudioStores, world: World) => Promise<unknown>;

/** Each with its calls that write, and after how many of them the others see it as done. */
const OPERATIONS: readonly [string, Operation, string[], number][] = [
  [
    'creating a card',
    ({ promptCards }, { projectId }) =>
      promptCards.create(
        aCard(projectId, { ...times, promptId: C, stepOrder: 2 }),
      ),
    ['put', 'transact'],
    2,
  ],
  [
    'editing a card',
    ({ promptCards }, { latest }) =>
      promptCards.update(edited(latest, { ...times, stepOrder: 7 }), latest),
    ['put', 'transact'],
    2,
  ],
  [
    'rolling a card back',
    ({ promptCards }, { latest, first }) =>
      promptCards.update({ ...first, version: 3 }, latest),
    ['put', 'transact'],
    2,
  ],
  [
    'moving a label',
    ({ cardHeads }, { projectId }) =>
      cardHeads.setLabel(projectId, A, 'production', 2),
    ['transact'],
    1,
  ],
  [
    'removing a label',
    ({ cardHeads }, { projectId }) =>
      cardHeads.removeLabel(projectId, A, 'production'),
    ['transact'],
    1,
  ],
  [
    'reordering the cards',
    ({ cardHeads }, { projectId }) => cardHeads.reorder(projectId, [B, A]),
    ['transact'],
    1,
  ],
  [
    'deleting a card',
    async ({ promptCards }, { projectId }) => {
      await promptCards.delete(projectId, A);
      await promptCards.removeRemains(projectId, A);
    },
    ['transact', 'query', 'batchWriteItem', 'query', 'deletePrefix'],
    1,
  ],
  [
    'deleting a project',
    async ({ projects, promptCards }, { projectId }) => {
      await projects.delete(projectId);
      await promptCards.removeRemains(projectId);
    },
    ['delete', 'query', 'batchWriteItem', 'query', 'deletePrefix'],
    1,
  ],
];

describe.each(OPERATIONS)('%s', (_name, operation, calls, doneAfter) => {
  const crashPoints = calls.flatMap((name, index): [string, CrashPoint][] =>
    (['none', 'done, its reply lost'] as const).map((effect) => [
      `${name}, call ${index + 1}, effect: ${effect}`,
      { call: index + 1, effect },
    ]),
  );
  let before: unknown;
  let after: unknown;

  beforeAll(async () => {
    const world = await newWorld();
    before = await view(world);
    faulty.crashAt(undefined);
    await operation(faultyStores, world);
    after = await view(world);
    expect(after).not.toEqual(before);
    expect(faulty.calls).toEqual(calls);
    await expectNothingLeft(world);
  });

  it.each(crashPoints)('broken off at %s', async (_what, crashPoint) => {
    const world = await newWorld();
    faulty.crashAt(crashPoint);
    const broken = operation(faultyStores, world);
    await expect(broken).rejects.toBeInstanceOf(InjectedFault);
    const { call, effect } = crashPoint;
    const done = effect === 'none' ? call - 1 : call;
    const seen = done < doneAfter ? before : after;
    expect(await view(world)).toEqual(seen);
    await sweep(world, stores.cardSweeper);
    expect(await view(world)).toEqual(seen);
    await expectNothingLeft(world);
    if (seen === before) {
      await operation(stores, world);
      expect(await view(world)).toEqual(after);
      await expectNothingLeft(world);
    }
  });
});

describe(CardSweeper.name, () => {
  /** A world with every kind of remainder. */
  async function littered(): Promise<World> {
    const world = await newWorld();
    const { projectId, latest } = world;
    faulty.crashAt({ call: 2, effect: 'none' });
    for (const write of [
      () => faultyStores.promptCards.update(edited(latest), latest),
      () => faultyStores.promptCards.create(aCard(projectId)),
    ]) {
      faulty.crashAt({ call: 2, effect: 'none' });
      await expect(write()).rejects.toBeInstanceOf(InjectedFault);
    }
    await stores.promptCards.delete(projectId, B);
    return world;
  }

  it('takes every remainder and nothing else, wherever it is broken off', async () => {
    const clean = await littered();
    const before = await view(clean);
    const sweeper = faultyStores.cardSweeper;
    faulty.crashAt(undefined);
    await sweep(clean, sweeper);
    const calls = faulty.calls.length;
    expect(calls).toBeGreaterThan(3);
    expect(await view(clean)).toEqual(before);
    await expectNothingLeft(clean);
    for (let call = 1; call <= calls; call += 1) {
      const world = await littered();
      faulty.crashAt({ call, effect: 'done, its reply lost' });
      await expect(sweep(world, sweeper)).rejects.toBeInstanceOf(InjectedFault);
      expect(await view(world)).toEqual(before);
      await sweep(world, stores.cardSweeper);
      expect(await view(world)).toEqual(before);
      await expectNothingLeft(world);
    }
  });

  it('leaves what is young, and stops when its time is over', async () => {
    const world = await littered();
    const { objects } = await objectsAndNames(world);
    const within = storageKeys.project(world.projectId);
    const young = await stores.cardSweeper.sweep({
      writtenBefore: new Date(Date.now() - 3_600_000),
      goOn: () => true,
      within,
    });
    expect(young).toEqual({
      projects: 0,
      cards: 0,
      contents: 0,
      complete: true,
    });
    const late = await stores.cardSweeper.sweep({
      writtenBefore: new Date(Date.now() + 60_000),
      goOn: () => false,
      within,
    });
    expect(late.complete).toBe(false);
    expect((await objectsAndNames(world)).objects).toEqual(objects);
  });
});
