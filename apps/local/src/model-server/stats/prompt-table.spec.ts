import type { PromptHash } from '../prompt-hash';
import { PromptTable } from './prompt-table';

const at = (high: number, low: number): PromptHash => ({ high, low, hex: '' });

describe(PromptTable.name, () => {
  it('counts requests and bills of one prompt apart', () => {
    const table = new PromptTable();
    expect([
      table.addRequest(at(1, 2)),
      table.addRequest(at(1, 2)),
      table.addBill(at(1, 2)),
    ]).toEqual([1, 2, 1]);
    expect(table.addRequest(at(2, 2))).toBe(1);
    expect(table.size).toBe(2);
  });

  it('takes the hash of all zeros for a hash', () => {
    const table = new PromptTable();
    expect([
      table.addRequest(at(0, 0)),
      table.addRequest(at(0, 0)),
      table.size,
    ]).toEqual([1, 2, 1]);
  });

  it('keeps its counts while it grows, colliding hashes too', () => {
    const table = new PromptTable();
    const count = 150_000;
    for (let index = 0; index < count; index += 1)
      table.addRequest(at(index, index % 1000));
    expect(table.size).toBe(count);
    for (let index = 0; index < count; index += 7919)
      expect(table.addRequest(at(index, index % 1000))).toBe(2);
  });

  it('stops taking prompts at its ceiling, and says how many requests it missed', () => {
    const table = new PromptTable(1 << 16);
    for (let index = 0; index < 1 << 16; index += 1)
      table.addRequest(at(1, index));
    expect(table.size).toBeLessThan(1 << 16);
    expect(table.size + table.untrackedRequests).toBe(1 << 16);
    expect([table.addRequest(at(1, 0)), table.addRequest(at(9, 9))]).toEqual([
      2, 1,
    ]);
  });

  it('lists the most asked duplicates first', () => {
    const table = new PromptTable();
    const ask = (low: number, times: number) => {
      for (let count = 0; count < times; count += 1)
        table.addRequest(at(0xabc, low));
    };
    ask(1, 2);
    ask(2, 1);
    ask(3, 5);
    ask(0xffff_ffff, 3);
    expect(table.topDuplicates(2)).toEqual([
      { hash: '00000abc00000003', requests: 5, billed: 0 },
      { hash: '00000abcffffffff', requests: 3, billed: 0 },
    ]);
  });
});
