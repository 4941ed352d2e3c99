import { decideAfterFailure } from './write-decision';

const mine = { fence: 3, version: 8 };

describe(decideAfterFailure.name, () => {
  it.each([
    ['its own write', { fence: 3, version: 8 }, 'DONE'],
    ['a higher fence', { fence: 4, version: 1 }, 'FENCED'],
    ['an older owner’s write', { fence: 2, version: 8 }, 'MERGE'],
    ['its own earlier write', { fence: 3, version: 7 }, 'MERGE'],
    ['nothing', undefined, 'CREATE'],
  ])('%s: %j → %s', (_what, stored, decision) => {
    expect(decideAfterFailure(stored, mine)).toBe(decision);
  });
});
