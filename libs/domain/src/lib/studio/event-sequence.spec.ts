import { EventSequence } from './event-sequence';
import type { RunEvent } from './run-event';

function event(seq: number): RunEvent {
  return {
    type: 'delta',
    runId: '6a2f41a3-c54c-4f0e-8e2a-4f0f6f8f8a11',
    seq,
    text: String(seq),
  };
}

function handedOut(sequence: EventSequence, seqs: readonly number[]): number[] {
  return seqs.flatMap((seq) =>
    sequence.accept(event(seq)).map((accepted) => accepted.seq),
  );
}

describe(EventSequence.name, () => {
  it.each([
    ['in order', [1, 2, 3]],
    ['twice', [1, 1, 2, 2, 3, 1, 3]],
    ['late', [3, 2, 1]],
    ['a replay between pushes', [1, 3, 1, 2, 3]],
  ])('hands out each event once and in order when they come %s', (_, seqs) => {
    const sequence = new EventSequence();
    expect(handedOut(sequence, seqs)).toEqual([1, 2, 3]);
    expect(sequence.lastSeq).toBe(3);
    expect(sequence.hasGap).toBe(false);
  });

  it('holds back what comes after a gap', () => {
    const sequence = new EventSequence();
    expect(handedOut(sequence, [1, 3, 4])).toEqual([1]);
    expect(sequence.hasGap).toBe(true);
    expect(sequence.lastSeq).toBe(1);
    expect(handedOut(sequence, [2])).toEqual([2, 3, 4]);
    expect(sequence.hasGap).toBe(false);
  });

  it('goes on from where a client was', () => {
    const sequence = new EventSequence(2);
    expect(handedOut(sequence, [1, 2, 3])).toEqual([3]);
  });
});
