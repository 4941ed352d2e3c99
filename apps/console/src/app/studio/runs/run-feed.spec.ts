import type { RunEvent } from '@plot-palette/domain';
import fc from 'fast-check';
import {
  RUN_ID,
  completed,
  delta,
  eventsOf,
  started,
} from './run-feed.fixture';
import { RunReader, isOver } from './run-feed';

function readerOf(events: readonly RunEvent[]): RunReader {
  const reader = new RunReader(RUN_ID);
  for (const event of events) reader.take(event);
  return reader;
}

describe(RunReader, () => {
  const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 });

  it('makes the text once, whatever the order and however often events come', () => {
    const deliveries = texts.chain((parts) => {
      const events = eventsOf(parts);
      const [first] = events;
      return fc.record({
        parts: fc.constant(parts),
        shuffled: fc.shuffledSubarray(events, {
          minLength: events.length,
          maxLength: events.length,
        }),
        again: fc.array(
          fc.nat({ max: events.length - 1 }).map((at) => events[at] ?? first),
        ),
      });
    });
    fc.assert(
      fc.property(deliveries, ({ parts, shuffled, again }) => {
        const { feed, hasGap } = readerOf([...again, ...shuffled, ...again]);
        expect(feed.text).toBe(parts.join(''));
        expect(feed.outcome).toBe('completed');
        expect(feed.seq).toBe(parts.length + 2);
        expect(hasGap).toBe(false);
      }),
    );
  });

  it('never shows a text that is not a beginning of the answer', () => {
    const lossy = texts.chain((parts) =>
      fc.record({
        parts: fc.constant(parts),
        some: fc.shuffledSubarray(eventsOf(parts)),
      }),
    );
    fc.assert(
      fc.property(lossy, ({ parts, some }) => {
        const reader = new RunReader(RUN_ID);
        for (const event of some) {
          reader.take(event);
          expect(parts.join('').startsWith(reader.feed.text)).toBe(true);
        }
        // What is missing is exactly what comes after `seq`: asking from there completes it.
        const { seq } = reader.feed;
        for (const event of eventsOf(parts).slice(seq)) reader.take(event);
        expect(reader.feed.text).toBe(parts.join(''));
      }),
    );
  });

  it('sees that something is missing, and when it is there', () => {
    const reader = readerOf([started(), delta(3, 'world')]);
    expect(reader.feed).toMatchObject({ seq: 1, text: '' });
    expect(reader.hasGap).toBe(true);
    expect(reader.take(delta(2, 'hello '))).toBe(true);
    expect(reader.feed).toMatchObject({ seq: 3, text: 'hello world' });
    expect(reader.hasGap).toBe(false);
  });

  it('leaves out the events of other runs', () => {
    const reader = readerOf([started(), delta(2, 'mine')]);
    const theirs = delta(3, 'theirs', crypto.randomUUID());
    expect(reader.take(theirs)).toBe(false);
    expect(reader.feed.text).toBe('mine');
  });

  it('keeps the partial text of a run that failed, and what it cost', () => {
    const { feed } = readerOf([
      started(),
      delta(2, 'half an ans'),
      {
        runId: RUN_ID,
        seq: 3,
        type: 'failed',
        failure: { kind: 'THROTTLED', message: 'Too many requests.' },
        costNanoUsd: 7,
        totalMs: 900,
      },
    ]);
    expect(feed).toMatchObject({
      text: 'half an ans',
      outcome: 'failed',
      failure: { kind: 'THROTTLED' },
      costNanoUsd: 7,
      totalMs: 900,
    });
    expect(isOver(feed)).toBe(true);
  });

  it('takes nothing in after the end', () => {
    const reader = readerOf([started(), completed(2, 'max_tokens')]);
    expect(reader.feed.stopReason).toBe('max_tokens');
    expect(reader.take(delta(3, 'more'))).toBe(false);
  });
});
