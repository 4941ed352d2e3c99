import { SlotPool } from './slot-pool';

const never = new AbortController().signal;

/** A use of a slot that lasts until `finish` is called. */
function held() {
  let finish = () => undefined as void;
  const until = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { finish, use: async (slot: string) => until.then(() => slot) };
}

describe(SlotPool.name, () => {
  it('serves in order of arrival, as slots get free', async () => {
    const pool = new SlotPool(['a'], 2);
    const order: string[] = [];
    const first = held();
    const calls = [
      pool.withSlot(never, first.use),
      pool.withSlot(never, async () => order.push('second')),
      pool.withSlot(never, async () => order.push('third')),
    ];
    expect(order).toEqual([]);
    first.finish();
    await Promise.all(calls);
    expect(order).toEqual(['second', 'third']);
  });

  it('throttles when the queue is full', async () => {
    const pool = new SlotPool(['a'], 0);
    const first = held();
    const running = pool.withSlot(never, first.use);
    await expect(pool.withSlot(never, async () => 1)).rejects.toMatchObject({
      name: 'ThrottlingException',
      retryAfterSeconds: 2,
    });
    first.finish();
    await running;
    expect(await pool.withSlot(never, async () => 1)).toBe(1);
  });

  it('frees the slot of a call that fails', async () => {
    const pool = new SlotPool(['a'], 0);
    await expect(
      pool.withSlot(never, () => Promise.reject(new Error('broken'))),
    ).rejects.toThrow('broken');
    expect(await pool.withSlot(never, async (slot) => slot)).toBe('a');
  });

  it('lets an aborted call leave the queue without a slot', async () => {
    const pool = new SlotPool(['a'], 1);
    const first = held();
    const running = pool.withSlot(never, first.use);
    const leaving = new AbortController();
    const waiting = pool.withSlot(leaving.signal, async () => 'served');
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    const next = pool.withSlot(never, async (slot) => slot);
    first.finish();
    expect([await running, await next]).toEqual(['a', 'a']);
  });

  it('refuses a call that was aborted before', async () => {
    const pool = new SlotPool(['a'], 1);
    await expect(
      pool.withSlot(AbortSignal.abort(new Error('left')), async () => 1),
    ).rejects.toThrow('left');
  });
});
