import { decodeBatch, encodeBatch } from './batch-lines';
import { aRejected, anAccepted } from './record.fixture';

const records = [anAccepted(3), aRejected(4)];

describe(decodeBatch.name, () => {
  it('reads back what was encoded, whatever the text holds', () => {
    const odd = { ...aRejected(5), lastRawOutput: 'a\n\u2028"ü\u0000' };
    expect(decodeBatch(encodeBatch([...records, odd]))).toEqual([
      ...records,
      odd,
    ]);
  });

  it.each([
    ['a cut line', encodeBatch(records).slice(0, -20)],
    ['a missing line end', encodeBatch(records).slice(0, -1)],
    ['a line that is no record', `${encodeBatch(records)}{"index":1}\n`],
    ['nothing', ''],
  ])('does not trust an object with %s', (_what, body) => {
    expect(decodeBatch(body)).toBeUndefined();
  });
});
