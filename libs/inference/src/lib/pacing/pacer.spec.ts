import { afterCall, openPace } from './pace';
import { Pacer } from './pacer';

describe(afterCall.name, () => {
  it('keeps its pace when throttling is scattered', () => {
    let pace = openPace(64);
    for (let call = 0; call < 2_000; call += 1)
      pace = afterCall(pace, call % 20 === 0 ? 'THROTTLED' : 'SERVED');
    expect(pace.limit).toBe(64);
  });

  it('finds the number of calls that a model takes, and comes back when it takes more', () => {
    let pace = openPace(64);
    for (let round = 0; round < 20; round += 1) {
      const inFlight = pace.limit;
      for (let call = 0; call < inFlight; call += 1)
        pace = afterCall(pace, call < 48 ? 'SERVED' : 'THROTTLED');
    }
    expect(pace.limit).toBeGreaterThan(24);
    expect(pace.limit).toBeLessThan(60);
    for (let call = 0; call < 4_000; call += 1)
      pace = afterCall(pace, 'SERVED');
    expect(pace.limit).toBe(64);
  });

  it('never stops altogether', () => {
    let pace = openPace(8);
    for (let call = 0; call < 100; call += 1)
      pace = afterCall(pace, 'THROTTLED');
    expect(pace.limit).toBe(1);
  });
});

describe(Pacer.name, () => {
  const never = new AbortController().signal;
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('lets as many start as the limit says, the next when one ends', async () => {
    const pacer = new Pacer(2);
    const started: number[] = [];
    for (const call of [1, 2, 3, 4])
      void pacer.acquire(never).then(() => started.push(call));
    await settled();
    expect(started).toEqual([1, 2]);
    expect(pacer.binds).toBe(true);
    pacer.served();
    pacer.failed();
    await settled();
    expect(started).toEqual([1, 2, 3, 4]);
    expect(pacer.binds).toBe(false);
  });

  it('lets fewer start after throttling', async () => {
    const pacer = new Pacer(10);
    for (let call = 0; call < 10; call += 1) await pacer.acquire(never);
    for (let call = 0; call < 2; call += 1) pacer.throttled();
    expect(pacer.limit).toBe(7);
    let started = false;
    void pacer.acquire(never).then(() => (started = true));
    await settled();
    expect(started).toBe(false);
    pacer.served();
    pacer.served();
    await settled();
    expect(started).toBe(true);
  });

  it('forgets a caller who gave up waiting', async () => {
    const pacer = new Pacer(1);
    await pacer.acquire(never);
    const controller = new AbortController();
    const gaveUp = pacer.acquire(controller.signal);
    const next = pacer.acquire(never);
    controller.abort(new Error('stop'));
    await expect(gaveUp).rejects.toThrow('stop');
    pacer.served();
    await next;
    await expect(pacer.acquire(controller.signal)).rejects.toThrow('stop');
  });
});
