import { TestBed } from '@angular/core/testing';
import { resource, signal } from '@angular/core';
import { lastValue, reloadEvery } from './reload-every';

describe(reloadEvery, () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  async function pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(0);
    TestBed.tick();
  }

  it('asks again after each answer and stops when there is no delay', async () => {
    const delayMs = signal<number | undefined>(1_000);
    const loader = vi.fn(() => Promise.resolve('answer'));
    TestBed.runInInjectionContext(() =>
      reloadEvery(resource({ loader }), delayMs),
    );
    await pass(0);
    expect(loader).toHaveBeenCalledTimes(1);
    await pass(1_000);
    expect(loader).toHaveBeenCalledTimes(2);
    delayMs.set(undefined);
    await pass(10_000);
    expect(loader).toHaveBeenCalledTimes(2);
  });

  it('goes on after a failure, and the last value stays', async () => {
    const answers = [
      () => Promise.resolve('first'),
      () => Promise.reject(new Error('down')),
      () => Promise.resolve('third'),
    ];
    const shown = TestBed.runInInjectionContext(() => {
      const polled = resource({
        loader: () => (answers.shift() ?? (() => Promise.resolve('')))(),
      });
      reloadEvery(polled, () => 1_000);
      return lastValue(polled, () => 'one');
    });
    await pass(0);
    expect(shown()).toBe('first');
    await pass(1_000);
    expect(shown()).toBe('first');
    await pass(1_000);
    expect(shown()).toBe('third');
  });
});
