import { doneRanges } from '@plot-palette/checkpoint';
import {
  closingCost,
  countIndexes,
  DEFAULT_INFRASTRUCTURE_PRICE,
  includesIndex,
  minimumBudget,
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
  storageKeys,
  type IndexRanges,
  type Ledger,
  type Manifest,
} from '@plot-palette/domain';
import { ModelAccessRefused, ModelReplyLost } from '@plot-palette/inference';
import { Lifeline, type Passage } from '../testing/lifeline.fixture';
import { VirtualClock } from '../testing/virtual-clock.fixture';
import { World, type WorldOptions } from '../testing/world.fixture';
import { ShardWorker } from './shard-worker';

const range = (count: number) =>
  Array.from({ length: count }, (_, index) => index);
const isEmpty = (ledger: Ledger) => Object.keys(ledger.grants).length === 0;

async function acceptedIndexes(world: World): Promise<number[]> {
  return (await world.accepted())
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

/** Runs a worker that is told something once the model has been called so often. */
async function runUntil(
  world: World,
  calls: number,
  tell: (worker: ShardWorker) => void,
): Promise<number> {
  const worker = world.worker();
  const { answer } = world.model;
  world.model.answer = (call) => {
    if (call.number === calls) tell(worker);
    return answer(call);
  };
  const exitCode = await worker.run();
  world.model.answer = answer;
  return exitCode;
}

describe(ShardWorker.name, () => {
  it('makes every record once, from every row equally often', async () => {
    const world = await World.create({
      records: 125,
      rows: 10,
      maxConcurrency: 8,
    });
    expect(await world.worker().run()).toBe(0);
    expect(world.row()).toMatchObject({
      outcome: 'DONE',
      totals: {
        accepted: 125,
        rejected: 0,
        attempts: 125,
        calls: 125,
        resentRecords: 0,
      },
    });
    expect(await acceptedIndexes(world)).toEqual(range(125));
    const uses = new Map<number, number>();
    for (const { seedRow } of await world.accepted())
      uses.set(seedRow, (uses.get(seedRow) ?? 0) + 1);
    expect([...uses.values()].sort()).toEqual([
      ...Array(5).fill(12),
      ...Array(5).fill(13),
    ]);
    expect(world.model.peakInFlight).toBe(8);
  });

  it('gives the records of an answer their prompts, outputs, tokens and cost', async () => {
    const world = await World.create({ records: 1, rows: 1 });
    await world.worker().run();
    const prompt = 'Write about row 00000.';
    const costNanoUsd = world.model.cost(22, 20);
    expect(await world.accepted()).toEqual([
      expect.objectContaining({
        index: 0,
        seedRow: 0,
        status: 'accepted',
        attempts: 1,
        costNanoUsd,
        prompts: { answer: prompt },
        steps: {
          answer: {
            output: prompt.slice(0, 20),
            model: 'tester',
            inputTokens: 22,
            outputTokens: 20,
            costNanoUsd,
            latencyMs: 200,
            stopReason: 'end_turn',
          },
        },
      }),
    ]);
  });

  it('renders later steps with the outputs of earlier ones', async () => {
    const world = await World.create({
      records: 3,
      steps: [
        {
          id: 'question',
          prompt: 'Ask about {{ name }}.',
          system: 'Be {{ name }}.',
          maxTokens: 9,
        },
        { id: 'answer', prompt: 'Q: {{ steps.question.output }}' },
      ],
    });
    await world.worker().run();
    for (const { prompts } of await world.accepted())
      expect(prompts['answer']).toBe('Q: Ask about');
    expect(world.row().totals).toMatchObject({ accepted: 3, calls: 6 });
  });

  it('asks the same prompts for the same records, however many shards and calls at once', async () => {
    const prompts = async (options: WorldOptions) => {
      const world = await World.create({
        records: 30,
        steps: [
          {
            id: 'answer',
            prompt: "{{ name }} {{ ['a','b','c','d'] | random }}",
          },
        ],
        ...options,
      });
      for (const { shard } of world.snapshot.shards)
        await world.worker(new Lifeline(), shard).run();
      const records = (await world.accepted()).sort(
        (a, b) => a.index - b.index,
      );
      return records.map((record) => record.prompts['answer']);
    };
    const expected = await prompts({ maxConcurrency: 1 });
    expect(new Set(expected).size).toBeGreaterThan(15);
    expect(await prompts({ maxConcurrency: 16, shards: 3 })).toEqual(expected);
  });

  it('spends what ledger, cost rows and bill agree on, running time and storage included', async () => {
    const infrastructurePrice = {
      workerNanoUsdPerSecond: 13_714,
      putNanoUsd: 5_000,
      getNanoUsd: 400,
    };
    const world = await World.create({
      records: 120,
      maxConcurrency: 16,
      infrastructurePrice,
    });
    await world.worker().run();
    const { totals } = world.row();
    expect(totals.modelNanoUsd).toBe(world.model.billedNanoUsd);
    expect(totals.infrastructureNanoUsd).toBeGreaterThan(0);
    expect(world.ledger.row.settled).toBe(
      totals.modelNanoUsd + totals.infrastructureNanoUsd,
    );
    expect(world.ledger.row.writtenOff).toBe(0);
    expect(world.billedByRows).toBe(world.ledger.row.settled);
    expect(isEmpty(world.ledger.row)).toBe(true);
  });

  it('tells tokens apart that the model’s cache held, in totals and bill', async () => {
    const world = await World.create({ records: 4 });
    const call = world.model.call.bind(world.model);
    world.model.call = async (...given) => {
      const reply = await call(...given);
      const { inputTokens, outputTokens } = reply.usage;
      const cached = { cacheReadTokens: 3, cacheWriteTokens: 2 };
      const usage = { inputTokens: inputTokens - 5, outputTokens, ...cached };
      return { ...reply, usage };
    };
    await world.worker().run();
    const { totals } = world.row();
    expect(totals.usage).toMatchObject({
      tester: {
        calls: 4,
        inputTokens: totals.inputTokens - 20,
        cacheReadTokens: 12,
        cacheWriteTokens: 8,
        // The price names no other for the cache.
        costNanoUsd: world.model.billedNanoUsd,
      },
    });
    const rows = [...world.costs.values()];
    const sum = (member: 'cacheReadTokens' | 'cacheWriteTokens') =>
      rows.reduce((total, row) => total + (row[member] ?? 0), 0);
    expect(sum('cacheReadTokens')).toBe(12);
    expect(sum('cacheWriteTokens')).toBe(8);
  });

  it('is not held up by one slow answer', async () => {
    const clock = new VirtualClock();
    const world = await World.create({
      records: 60,
      maxConcurrency: 4,
      clock,
    });
    let slowEnded = 0;
    world.model.latencyMs = ({ number }) => (number === 1 ? 6_000 : 200);
    world.model.answer = ({ number }) => {
      if (number === 1) slowEnded = world.model.calls;
      return undefined;
    };
    await clock.run(world.worker().run());
    expect(slowEnded).toBeGreaterThan(40);
    expect(world.row().totals.accepted).toBe(60);
  });

  it('has no more unsaved than two checkpoints and what is in flight, however slow the storage is', async () => {
    const world = await World.create({
      records: 200,
      maxConcurrency: 4,
      settings: { checkpointInterval: 5 },
    });
    const put = world.bucket.put.bind(world.bucket);
    let saved = 0;
    let worst = 0;
    world.bucket.put = async (...given) => {
      await world.clock.sleep(4_000);
      const written = await put(...given);
      if (given[0].includes('/batches/'))
        saved += String(given[1]).trimEnd().split('\n').length;
      return written;
    };
    world.model.latencyMs = () => 50;
    world.model.onBill = () =>
      (worst = Math.max(worst, world.model.calls - saved));
    await world.worker().run();
    expect(world.row().totals.accepted).toBe(200);
    expect(worst).toBeGreaterThan(5);
    expect(worst).toBeLessThanOrEqual(2 * 5 + 4);
  });

  it('commits every batch, whichever of batches and manifests is the slower', async () => {
    for (const [batchMs, manifestMs] of [
      [50, 900],
      [900, 50],
      [300, 350],
      [0, 400],
    ] as const) {
      const world = await World.create({
        records: 150,
        rows: 50,
        maxConcurrency: 16,
        settings: { checkpointInterval: 5 },
      });
      const put = world.bucket.put.bind(world.bucket);
      world.bucket.put = async (...given) => {
        await world.clock.sleep(
          given[0].includes('/batches/') ? batchMs : manifestMs,
        );
        return put(...given);
      };
      await world.worker().run();
      expect(world.row().totals.accepted).toBe(150);
      expect(await acceptedIndexes(world)).toEqual(range(150));
    }
  });

  it('goes on making records while batches are being compacted', async () => {
    const world = await World.create({
      records: 60,
      rows: 60,
      settings: { checkpointInterval: 2, segmentBatches: 3 },
    });
    const get = world.bucket.get.bind(world.bucket);
    let callsMeanwhile = 0;
    world.bucket.get = async (key) => {
      if (!key.includes('/batches/')) return get(key);
      const before = world.model.calls;
      while (world.model.calls < Math.min(60, before + 30))
        await world.clock.sleep(100);
      callsMeanwhile = Math.max(callsMeanwhile, world.model.calls - before);
      return get(key);
    };
    await world.worker().run();
    expect(world.row()).toMatchObject({
      outcome: 'DONE',
      totals: { accepted: 60 },
    });
    expect(callsMeanwhile).toBeGreaterThanOrEqual(30);
    expect(await acceptedIndexes(world)).toEqual(range(60));
  });

  it('does without segments while they cannot be written', async () => {
    const world = await World.create({
      records: 60,
      settings: { checkpointInterval: 2, segmentBatches: 3 },
    });
    const get = world.bucket.get.bind(world.bucket);
    let refused = 0;
    world.bucket.get = async (key) => {
      if (!key.includes('/batches/')) return get(key);
      refused += 1;
      throw new Error('503 SlowDown');
    };
    await world.worker().run();
    expect(refused).toBeGreaterThan(0);
    expect(world.row()).toMatchObject({
      outcome: 'DONE',
      totals: { accepted: 60 },
    });
    expect(await acceptedIndexes(world)).toEqual(range(60));
  });

  it('goes on making records while others are being saved', async () => {
    const world = await World.create({
      records: 60,
      settings: { checkpointInterval: 10 },
    });
    const put = world.bucket.put.bind(world.bucket);
    let startedMeanwhile = 0;
    world.bucket.put = async (...given) => {
      const before = world.model.calls;
      await world.clock.sleep(1_000);
      startedMeanwhile += world.model.calls - before;
      return put(...given);
    };
    await world.worker().run();
    expect(startedMeanwhile).toBeGreaterThan(20);
  });

  it('does nothing for an older attempt or a job that has ended', async () => {
    const world = await World.create();
    world.job = { ...world.job, attempt: 2 };
    expect(await world.worker().run()).toBe(0);
    world.job = { status: 'CANCELLED', attempt: 1, cancelRequested: true };
    expect(await world.worker().run()).toBe(0);
    expect(world.row()).toMatchObject({ outcome: 'PENDING', fence: 0 });
    expect(world.model.calls).toBe(0);
  });

  describe('with a budget', () => {
    /** 16 tokens a message are reserved beyond the prompt's bytes and never billed. */
    const world = (
      budgetNanoUsd: (record: number) => number,
      options: WorldOptions = {},
    ) =>
      World.create({ records: 100, ...options }).then(async (free) => {
        const record = free.model.cost(22 + 16, 20);
        return World.create({
          records: 100,
          ...options,
          budgetNanoUsd: budgetNanoUsd(record),
        });
      });

    it.each([1, 2, 3])(
      'for %i records makes exactly as many',
      async (records) => {
        const created = await world((record) => records * record);
        await created.worker().run();
        expect(created.row()).toMatchObject({
          outcome: 'OUT_OF_BUDGET',
          totals: { accepted: records },
        });
        expect(created.row().reason).toMatch(/budget/);
        expect(created.ledger.row.settled).toBe(created.model.billedNanoUsd);
        expect(created.overspent).toBeUndefined();
      },
    );

    it('makes them also when the model throttles after nothing more can be paid for', async () => {
      const created = await world((record) => 3 * record, {
        maxConcurrency: 2,
      });
      created.model.answer = ({ asked }) =>
        asked === 1
          ? new ModelThrottled('429', { retryAfterMs: 30_000 })
          : undefined;
      await created.worker().run();
      expect(created.row()).toMatchObject({
        outcome: 'OUT_OF_BUDGET',
        totals: { accepted: 3 },
      });
    });

    it('that is the minimum for some records makes them, with running time and storage paid', async () => {
      const infrastructurePrice = DEFAULT_INFRASTRUCTURE_PRICE;
      const closingNanoUsd = closingCost(1, infrastructurePrice);
      const created = await world(
        (recordBound) =>
          minimumBudget(
            { closingNanoUsd, shards: 1, records: 3, recordBound },
            infrastructurePrice,
          ),
        { infrastructurePrice, closingNanoUsd },
      );
      await created.worker().run();
      const { totals, outcome } = created.row();
      expect({ outcome, accepted: totals.accepted }).toEqual({
        outcome: 'OUT_OF_BUDGET',
        accepted: 3,
      });
      expect(created.ledger.row).toMatchObject({
        closing: closingNanoUsd,
        settled: totals.modelNanoUsd + totals.infrastructureNanoUsd,
      });
    });

    it('for less than one record makes none', async () => {
      const created = await world((record) => record - 1);
      await created.worker().run();
      expect(created.row()).toMatchObject({
        outcome: 'OUT_OF_BUDGET',
        totals: { accepted: 0 },
      });
      expect(created.model.calls).toBe(0);
    });

    it('keeps what calls in flight may cost within a share of it, and says that it binds', async () => {
      const created = await world((record) => 100 * record, {
        records: 80,
        maxConcurrency: 50,
      });
      const limits = new Set<string>();
      created.model.onBill = () => limits.add(created.row().bindingLimit);
      created.model.latencyMs = () => 3_000;
      await created.worker().run();
      expect(created.row().totals.accepted).toBe(80);
      expect(created.model.peakInFlight).toBe(5);
      expect(limits).toContain('BUDGET');
    });

    it('never spends more, with many workers at once and lost replies', async () => {
      const created = await world((record) => 40 * record, {
        shards: 4,
        maxConcurrency: 8,
      });
      created.model.answer = ({ number }) =>
        number % 7 === 0 ? new ModelReplyLost('reset') : undefined;
      await Promise.all(
        range(4).map((shard) => created.worker(new Lifeline(), shard).run()),
      );
      expect(created.overspent).toBeUndefined();
      const { settled, writtenOff, limit } = created.ledger.row;
      expect(settled).toBe(created.model.billedNanoUsd);
      expect(settled + writtenOff).toBeLessThanOrEqual(limit);
      expect(writtenOff).toBeGreaterThan(0);
      expect(created.billedByRows).toBe(settled);
      expect(isEmpty(created.ledger.row)).toBe(true);
      const accepted = (await created.accepted()).length;
      expect(accepted).toBeGreaterThan(25);
      expect(range(4).map((shard) => created.row(shard).outcome)).toContain(
        'OUT_OF_BUDGET',
      );
    });

    it('stops when later prompts turn out longer than was set aside for them and nothing is left', async () => {
      const steps = [
        { id: 'one', prompt: '{{ name }}' },
        { id: 'two', prompt: '{{ (steps.one.output ~ " ") * 60 }}' },
      ];
      const created = await World.create({
        records: 50,
        steps,
        budgetNanoUsd: 10_000_000,
      });
      await created.worker().run();
      expect(created.overspent).toBeUndefined();
      expect(created.row().outcome).toBe('OUT_OF_BUDGET');
      expect(created.ledger.row.settled).toBe(created.model.billedNanoUsd);
    });

    it('reserves more for a model that charged above its bound', async () => {
      const created = await World.create({ records: 20, maxConcurrency: 1 });
      const call = created.model.call.bind(created.model);
      created.model.call = async (...given) => {
        const reply = await call(...given);
        return { ...reply, usage: { ...reply.usage, inputTokens: 1_000 } };
      };
      await created.worker().run();
      expect(created.row()).toMatchObject({
        outcome: 'DONE',
        totals: { inputTokens: 20_000 },
      });
      expect(created.ledger.row.settled).toBe(
        20 * created.model.cost(1_000, 20),
      );
    });
  });

  describe('that is interrupted', () => {
    it('lets records in flight end, saves them, and the next worker makes the rest', async () => {
      const world = await World.create({ records: 60, maxConcurrency: 6 });
      expect(await runUntil(world, 20, (worker) => worker.interrupt())).toBe(0);
      const { totals, outcome } = world.row();
      expect(outcome).toBe('INTERRUPTED');
      expect(totals.accepted).toBe(world.model.calls);
      expect(totals.accepted).toBeLessThan(30);
      expect(isEmpty(world.ledger.row)).toBe(true);
      expect(world.ledger.row.writtenOff).toBe(0);
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        totals: { accepted: 60, calls: 60, resentRecords: 0 },
      });
      expect(await acceptedIndexes(world)).toEqual(range(60));
    });

    it('aborts calls that outlast the grace, and writes them off', async () => {
      const world = await World.create({
        records: 20,
        settings: { shutdownGraceMs: 3_000 },
      });
      world.model.latencyMs = ({ number }) => (number === 5 ? 1_000_000 : 200);
      world.model.answer = ({ number }) =>
        number === 5 ? new ModelReplyLost('aborted') : undefined;
      await runUntil(world, 8, (worker) => worker.interrupt());
      expect(world.row().outcome).toBe('INTERRUPTED');
      expect(world.ledger.row.writtenOff).toBe(world.model.cost(38, 20));
      world.model.latencyMs = () => 200;
      await world.worker().run();
      expect(await acceptedIndexes(world)).toEqual(range(20));
      expect(world.row().totals.resentRecords).toBe(1);
    });

    it.each([
      [
        'wait to be tried again',
        new ModelThrottled('429', { retryAfterMs: 60_000 }),
      ],
      ['wait for a model that takes no calls', new ModelUnavailable('503')],
    ])('leaves at once when all its calls %s', async (_what, failure) => {
      const clock = new VirtualClock();
      const world = await World.create({
        records: 100,
        maxConcurrency: 40,
        clock,
      });
      world.model.latencyMs = () => 0;
      world.model.answer = () => failure;
      const worker = world.worker();
      const interrupted = clock
        .sleep(2_100)
        .then(() => (worker.interrupt(), clock.now()));
      await clock.run(worker.run());
      expect(world.row().outcome).toBe('INTERRUPTED');
      expect(clock.now()).toBe(await interrupted);
    });

    it('before it began, leaves at once', async () => {
      const world = await World.create();
      const worker = world.worker();
      worker.interrupt();
      expect(await worker.run()).toBe(0);
      expect(world.row().outcome).toBe('INTERRUPTED');
      expect(world.model.calls).toBe(0);
    });
  });

  describe('that is cancelled', () => {
    it('stops within seconds and keeps what is done', async () => {
      const world = await World.create({ records: 200 });
      world.model.latencyMs = ({ number }) => (number > 20 ? 100_000 : 200);
      world.model.answer = ({ number }) =>
        number > 20 ? new ModelReplyLost('aborted') : undefined;
      const began = world.clock.now();
      await runUntil(
        world,
        20,
        () => (world.job = { ...world.job, cancelRequested: true }),
      );
      expect(world.clock.now() - began).toBeLessThan(30_000);
      expect(world.row().outcome).toBe('CANCELLED');
      expect(await acceptedIndexes(world)).toEqual(range(20));
    });

    it('does not wait for money that other workers may give back', async () => {
      const clock = new VirtualClock();
      const world = await World.create({
        records: 2,
        shards: 2,
        maxConcurrency: 1,
        steps: [
          { id: 'one', prompt: '{{ name }}' },
          // Longer than was set aside for it.
          { id: 'two', prompt: '{{ (steps.one.output ~ " ") * 60 }}' },
        ],
        budgetNanoUsd: 10_000_000,
        clock,
      });
      const { ledger } = world;
      const available = 400_000;
      ledger.row = {
        ...ledger.row,
        available,
        grants: { '1-1': ledger.row.available - available },
      };
      world.model.answer = () => {
        world.job = { ...world.job, cancelRequested: true };
        return undefined;
      };
      const began = clock.now();
      await clock.run(world.worker().run());
      expect(world.model.calls).toBe(1);
      expect(world.row().outcome).toBe('CANCELLED');
      expect(clock.now() - began).toBeLessThan(15_000);
    });

    it('does not begin when it was cancelled before', async () => {
      const world = await World.create();
      world.job = { ...world.job, cancelRequested: true };
      await world.worker().run();
      expect(world.row().outcome).toBe('CANCELLED');
      expect(world.model.calls).toBe(0);
    });
  });

  describe('whose shard is taken over', () => {
    it('writes nothing more', async () => {
      const world = await World.create({
        records: 300,
        settings: { checkpointInterval: 10 },
      });
      const first = world.worker();
      let second: Promise<number> | undefined;
      world.model.answer = ({ number }) => {
        if (number === 30) second = world.worker().run();
        return undefined;
      };
      expect(await first.run()).toBe(0);
      expect(await second).toBe(0);
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        fence: 2,
        totals: { accepted: 300 },
      });
      expect(await acceptedIndexes(world)).toEqual(range(300));
      expect(world.overspent).toBeUndefined();
      const { settled, writtenOff } = world.ledger.row;
      expect(world.model.billedNanoUsd).toBeLessThanOrEqual(
        settled + writtenOff,
      );
    });
  });

  it('goes on above the fence of the manifest where the row knows of none', async () => {
    const world = await World.create({ records: 60 });
    await runUntil(world, 20, (worker) => worker.interrupt());
    world.rows.set(0, { ...world.row(), fence: 0 });
    await world.worker().run();
    expect(world.row()).toMatchObject({ outcome: 'DONE', fence: 2 });
    expect(await acceptedIndexes(world)).toEqual(range(60));
  });

  describe('that is fenced', () => {
    const fence = (world: World) =>
      world.rows.set(0, { ...world.row(), fence: world.row().fence + 1 });

    it('begins no call more, waits for none in flight and saves nothing', async () => {
      const clock = new VirtualClock();
      const world = await World.create({
        maxConcurrency: 3,
        steps: [
          { id: 'one', prompt: '{{ name }}' },
          { id: 'two', prompt: '{{ steps.one.output }}?' },
        ],
        clock,
      });
      // By then two records are made.
      world.model.latencyMs = ({ number }) => {
        if (number < 6) return 200;
        if (number === 6) fence(world);
        return 60_000;
      };
      const began = clock.now();
      expect(await clock.run(world.worker().run())).toBe(0);
      expect(world.model.calls).toBe(6 + 2);
      expect(clock.now() - began).toBeLessThan(10_000);
      const saved = [...world.bucket.bodies.keys()].filter((key) =>
        key.includes('/batches/'),
      );
      expect(saved).toEqual([]);
      expect(world.row().outcome).toBe('RUNNING');
    });

    it('hears of it when its grant is gone', async () => {
      const clock = new VirtualClock();
      const world = await World.create({
        records: 100,
        budgetNanoUsd: 20_000_000,
        settings: { heartbeatMs: 1_000_000, checkpointMs: 1_000_000 },
        clock,
      });
      let callsBefore = 0;
      world.model.answer = ({ number }) => {
        if (number !== 5) return undefined;
        fence(world);
        callsBefore = world.model.calls;
        void world.ledger.close('', '0-1', {
          settled: 0,
          writtenOff: 0,
          rest: 'WRITE_OFF',
        });
        return undefined;
      };
      // Else a worker that asked in circles would do so at one moment for ever.
      class Slow extends Lifeline {
        protected override async pass(): Promise<void> {
          await clock.sleep(10);
        }
      }
      const began = clock.now();
      expect(await clock.run(world.worker(new Slow()).run())).toBe(0);
      expect(clock.now() - began).toBeLessThan(10_000);
      expect(world.ledger.row.grants).toEqual({});
      // One block pays for 12 records.
      expect(world.model.calls - callsBefore).toBeLessThan(12);
      expect(world.row().outcome).toBe('RUNNING');
    });
  });

  it('makes nothing again that its predecessor saved while the shard was taken over', async () => {
    const world = await World.create({
      records: 60,
      rows: 60,
      // The old owner hears of the new one when it writes its row.
      settings: { checkpointInterval: 10, heartbeatMs: 1_000_000 },
    });
    const put = world.bucket.put.bind(world.bucket);
    let saved: IndexRanges = [];
    let isTold = false;
    world.bucket.put = async (...given) => {
      const [key, body] = given;
      if (!key.includes('/checkpoints/')) return put(...given);
      const { fence, batches } = JSON.parse(String(body)) as Manifest;
      const surveyed = countIndexes(saved);
      while (fence === 2 && countIndexes(saved) === surveyed && !isTold)
        await world.clock.sleep(100);
      isTold ||= fence === 2;
      const written = await put(...given);
      if (fence === 1) saved = doneRanges(batches);
      return written;
    };
    let second: Promise<number> | undefined;
    await runUntil(world, 15, () => (second = world.worker().run()));
    await second;
    expect(countIndexes(saved)).toBeGreaterThan(10);
    const again = (await world.accepted()).filter(
      ({ index, prompts: { answer = '' } }) =>
        includesIndex(saved, index) && world.model.asked.get(answer) !== 1,
    );
    expect(again).toEqual([]);
  });

  describe('whose checkpoints get no bill', () => {
    /** Manifests take long, so that each names several batches; cost rows cannot be written, and that takes longer. */
    class Unbilled extends Lifeline {
      constructor(private readonly world: World) {
        super();
      }

      protected override async pass(passage: Passage): Promise<void> {
        const { store, phase, given } = passage;
        if (phase === 'AFTER') return;
        const { clock } = this.world;
        if (String(given[0]).includes('/checkpoints/'))
          await clock.sleep(1_000);
        if (store !== 'costs' || this.world.row().totals.accepted < 4) return;
        await clock.sleep(20_000);
        throw new Error('The table is gone.');
      }
    }

    it('leaves its batches one by one, for the next owner to bill', async () => {
      const clock = new VirtualClock();
      const world = await World.create({
        records: 200,
        settings: { checkpointInterval: 2, segmentBatches: 2 },
        clock,
      });
      // There are records to make when the first bill has failed: their checkpoint is another.
      world.model.latencyMs = () => 2_000;
      expect(await clock.run(world.worker(new Unbilled(world)).run())).toBe(1);
      expect(await clock.run(world.worker().run())).toBe(0);
      expect(world.row().outcome).toBe('DONE');
      const { settled } = world.ledger.row;
      expect(settled).toBe(world.model.billedNanoUsd);
      expect(world.billedByRows).toBe(settled);
    });
  });

  describe('whose answers are bad', () => {
    it('asks again, then rejects with step, reason, attempts, cost and last answer', async () => {
      const world = await World.create({
        records: 30,
        rows: 10,
        maxConcurrency: 1,
      });
      world.model.answer = ({ prompt }) =>
        prompt.includes('row 00003')
          ? { text: 'cut', stopReason: 'max_tokens' }
          : undefined;
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        totals: { accepted: 27, rejected: 3, attempts: 36, calls: 36 },
      });
      const [rejected] = await world.rejected();
      expect(rejected).toMatchObject({
        seedRow: 3,
        step: 'answer',
        reason: 'the answer was cut off at max tokens',
        attempts: 3,
        lastRawOutput: 'cut',
        costNanoUsd: 3 * world.model.cost(22, 3),
      });
      expect(world.ledger.row.settled).toBe(world.model.billedNanoUsd);
    });

    it('accepts what satisfies the schema only', async () => {
      const outputSchema = {
        type: 'object',
        properties: { n: { type: 'integer' } },
        required: ['n'],
      };
      const world = await World.create({
        records: 4,
        steps: [{ id: 'json', prompt: '{{ name }}', outputSchema }],
        maxConcurrency: 1,
      });
      world.model.answer = ({ asked }) => ({
        text: asked === 1 ? '{"n":"one"}' : '{"n":1}',
      });
      await world.worker().run();
      const records = await world.accepted();
      expect(
        records.map(({ attempts, steps }) => [attempts, steps['json']?.output]),
      ).toEqual(Array(4).fill([2, { n: 1 }]));
    });

    it('pauses instead of burning money when most attempts fail', async () => {
      const world = await World.create({ records: 1_000, maxConcurrency: 8 });
      world.model.answer = () => ({ text: '' });
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'PAUSED',
        reason: expect.stringMatching(
          /50 of the last 50 attempts failed.*the answer is empty/,
        ),
      });
      expect(world.model.calls).toBeLessThan(70);
    });

    it('rejects what the model refuses without asking again, and pauses when it refuses everything', async () => {
      const world = await World.create({
        records: 100,
        rows: 100,
        maxConcurrency: 1,
      });
      world.model.answer = ({ number }) =>
        number === 2 || number > 5
          ? new ModelRefused('ValidationException: too long')
          : undefined;
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'PAUSED',
        reason: expect.stringContaining('too long'),
        totals: { accepted: 4, rejected: 11, attempts: 15 },
      });
      expect(world.model.calls).toBe(15);
      expect(world.ledger.row.settled).toBe(world.model.billedNanoUsd);
    });

    it('pauses at once where the model may not be called, and rejects nothing', async () => {
      const world = await World.create({ records: 100 });
      world.model.answer = () =>
        new ModelAccessRefused('AccessDeniedException: not yours');
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'PAUSED',
        reason: expect.stringContaining('not yours'),
        totals: { rejected: 0 },
      });
      world.model.answer = () => undefined;
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        totals: { accepted: 100 },
      });
    });

    it('rejects a record whose template cannot be rendered, unpaid', async () => {
      const world = await World.create({
        records: 3,
        steps: [{ id: 'answer', prompt: '{{ missing.field }}' }],
      });
      await world.worker().run();
      expect(world.row().totals).toMatchObject({
        accepted: 0,
        rejected: 3,
        calls: 0,
      });
      expect((await world.rejected())[0]).toMatchObject({
        step: 'answer',
        costNanoUsd: 0,
        reason: expect.stringContaining('missing'),
      });
    });
  });

  describe('whose model has trouble', () => {
    it('retries throttling and outages, unbilled, and loses nothing', async () => {
      const world = await World.create({ records: 60, maxConcurrency: 8 });
      world.model.answer = ({ number }) => {
        if (number % 5 === 0)
          return new ModelThrottled('429', { retryAfterMs: 500 });
        return number % 11 === 0 ? new ModelUnavailable('503') : undefined;
      };
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        totals: { accepted: 60, attempts: 60, calls: 60 },
      });
      expect(world.ledger.row).toMatchObject({
        settled: world.model.billedNanoUsd,
        writtenOff: 0,
      });
    });

    it('finds out how many calls a model takes', async () => {
      const clock = new VirtualClock();
      const world = await World.create({
        records: 400,
        maxConcurrency: 32,
        clock,
      });
      world.model.answer = () =>
        world.model.inFlight >= 12 ? new ModelThrottled('429') : undefined;
      await clock.run(world.worker().run());
      expect(world.row().totals.accepted).toBe(400);
      expect(world.model.calls).toBeLessThan(800);
    });

    it('begins another record while one waits until it may ask again', async () => {
      const world = await World.create({ records: 2, maxConcurrency: 1 });
      const prompts: string[] = [];
      world.model.answer = ({ number, prompt }) => {
        prompts.push(prompt);
        return number === 1
          ? new ModelThrottled('429', { retryAfterMs: 20_000 })
          : undefined;
      };
      await world.worker().run();
      expect(prompts).toHaveLength(3);
      expect(prompts[1]).not.toBe(prompts[0]);
      expect(prompts[2]).toBe(prompts[0]);
      expect(world.model.peakInFlight).toBe(1);
    });

    it('waits for a model that takes nothing, says so, and loses nothing', async () => {
      const world = await World.create({ records: 40, maxConcurrency: 20 });
      const reasons: string[] = [];
      const back = world.clock.now() + 25_000;
      world.model.answer = () => {
        reasons.push(world.row().reason);
        return world.clock.now() < back
          ? new ModelThrottled('429 away')
          : undefined;
      };
      await world.worker().run();
      expect(reasons.find((reason) => reason !== '')).toContain('429 away');
      expect(world.row()).toMatchObject({
        outcome: 'DONE',
        reason: '',
        totals: { accepted: 40 },
      });
    });

    it('ends a record that no reply ever comes for', async () => {
      const world = await World.create({
        records: 2,
        maxAttemptsPerRecord: 1,
        maxConcurrency: 1,
      });
      world.model.answer = ({ prompt }) =>
        prompt.includes('row 00002')
          ? new ModelReplyLost('time-out')
          : undefined;
      await world.worker().run();
      const { totals } = world.row();
      expect(totals.accepted + totals.rejected).toBe(2);
      expect(world.ledger.row.settled).toBe(world.model.billedNanoUsd);
    });
  });

  describe('whose job is broken', () => {
    it('fails with the reason when the seed file is gone', async () => {
      const world = await World.create();
      world.bucket.bodies.delete(world.snapshot.seed.rowsKey);
      expect(await world.worker().run()).toBe(0);
      expect(world.row()).toMatchObject({
        outcome: 'FAILED',
        reason: expect.stringContaining('rows.jsonl is gone'),
      });
    });

    it('fails when the snapshot is gone', async () => {
      const world = await World.create();
      world.bucket.bodies.delete(storageKeys.jobConfig(world.snapshot.jobId));
      await world.worker().run();
      expect(world.row()).toMatchObject({
        outcome: 'FAILED',
        reason: expect.stringContaining('config.json is gone'),
      });
    });

    it('ends with an error code, to be started again, when it meets an error that it does not know', async () => {
      const world = await World.create({ records: 30 });
      world.model.answer = ({ number }) =>
        number === 7 ? new TypeError('defect') : undefined;
      expect(await world.worker().run()).toBe(1);
      expect(world.row().outcome).toBe('INTERRUPTED');
      expect(world.row().totals.accepted).toBeGreaterThan(5);
      expect(isEmpty(world.ledger.row)).toBe(true);
      expect(await world.worker().run()).toBe(0);
      expect(world.row().totals.accepted).toBe(30);
    });
  });
});
