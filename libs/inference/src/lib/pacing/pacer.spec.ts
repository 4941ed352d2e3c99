import { ModelThrottled, ModelUnavailable } from '@plot-palette/domain';
import { Pacer, type Place } from './pacer';
import { VirtualClock } from './virtual-clock.fixture';

describe(Pacer.name, () => {
  const never = new AbortController().signal;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const throttled = new ModelThrottled('429');

  const places = async (pacer: Pacer, count: number): Promise<Place[]> =>
    Promise.all(Array.from({ length: count }, () => pacer.acquire(never)));

  it('lets as many start as the limit says, the next when one ends', async () => {
    const pacer = new Pacer(2, new VirtualClock());
    const started: [number, Place][] = [];
    for (const call of [1, 2, 3, 4])
      void pacer.acquire(never).then((place) => started.push([call, place]));
    await settled();
    expect(started.map(([call]) => call)).toEqual([1, 2]);
    expect(pacer.binds).toBe(true);
    started[1]?.[1].served();
    started[0]?.[1].left();
    await settled();
    expect(started.map(([call]) => call)).toEqual([1, 2, 3, 4]);
    expect(pacer.binds).toBe(false);
  });

  it('lets more start as time passes without a refusal', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(100, clock);
    let started = 0;
    for (let call = 0; call < 100; call += 1)
      void pacer.acquire(never).then(() => (started += 1));
    await settled();
    expect(started).toBe(32);
    await clock.pass(101);
    expect(started).toBe(64);
    await clock.pass(100);
    expect(started).toBe(100);
  });

  it('lets fewer start after throttling', async () => {
    const pacer = new Pacer(20, new VirtualClock());
    const taken = await places(pacer, 20);
    for (const place of taken.splice(0, 11)) place.failed(throttled);
    expect(pacer.limit).toBe(17);
    await places(pacer, 17 - 9);
    let started = false;
    void pacer.acquire(never).then(() => (started = true));
    await settled();
    expect(started).toBe(false);
    taken.pop()?.served();
    await settled();
    expect(started).toBe(true);
  });

  it.each([throttled, new ModelUnavailable('503')])(
    'makes no calls, and says why, while the model fails all; one in between tries: %s',
    async (failure) => {
      const clock = new VirtualClock();
      const pacer = new Pacer(20, clock);
      for (const place of await places(pacer, 20)) place.failed(failure);
      const started: Place[] = [];
      for (let call = 0; call < 20; call += 1)
        void pacer.acquire(never).then((place) => started.push(place));
      await clock.pass(1_900);
      expect(started).toHaveLength(0);
      expect(pacer.pauseReason).toContain(failure.message);
      await clock.pass(200);
      expect(started).toHaveLength(1);
      await clock.pass(60_000);
      expect(started).toHaveLength(1);
      started[0]?.served();
      await clock.pass(1_000);
      expect(pacer.pauseReason).toBeUndefined();
      expect(started).toHaveLength(20);
    },
  );

  it('tries a model beside a call that hangs, though the pace leaves no place for it', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(2, clock);
    (await pacer.acquire(never)).failed(throttled);
    const hanging = await pacer.acquire(never);
    let tries = 0;
    const trying = async (): Promise<void> => {
      for (; tries < 20; tries += 1)
        (await pacer.acquire(never)).failed(throttled);
    };
    await clock.until(trying());
    expect(pacer.limit).toBe(1);
    expect(pacer.pauseReason).toContain('429');
    hanging.served();
    await pacer.acquire(never);
  });

  it('forgets a caller who gave up waiting', async () => {
    const pacer = new Pacer(1, new VirtualClock());
    const place = await pacer.acquire(never);
    const controller = new AbortController();
    const gaveUp = pacer.acquire(controller.signal);
    const next = pacer.acquire(never);
    controller.abort(new Error('stop'));
    await expect(gaveUp).rejects.toThrow('stop');
    place.served();
    await next;
    await expect(pacer.acquire(controller.signal)).rejects.toThrow('stop');
  });
});
