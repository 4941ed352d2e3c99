import type { PromptHash } from '../prompt-hash';

const FIRST_SLOTS = 1 << 16;
const MAX_LOAD = 0.7;

/** How often one prompt was asked and how often it was billed. */
export interface PromptCounts {
  readonly hash: string;
  readonly requests: number;
  readonly billed: number;
}

/**
 * Counts by prompt hash in an open-addressing table of plain 32-bit arrays: 16 bytes a slot instead of the
 * hundred or so of a Map entry, and a fixed ceiling (64 MiB, 2.9 million prompts by default).
 */
export class PromptTable {
  private slots = FIRST_SLOTS;
  private high = new Uint32Array(FIRST_SLOTS);
  private low = new Uint32Array(FIRST_SLOTS);
  private requests = new Uint32Array(FIRST_SLOTS);
  private billed = new Uint32Array(FIRST_SLOTS);
  private used = 0;
  private untracked = 0;

  constructor(private readonly maxSlots = 1 << 22) {}

  /** Distinct prompts seen. */
  get size(): number {
    return this.used;
  }

  /** Requests whose prompt found no room any more; they are taken as first attempts. */
  get untrackedRequests(): number {
    return this.untracked;
  }

  /** Counts a request and tells how many there were of this prompt, this one included. */
  addRequest({ high, low }: PromptHash): number {
    const slot = this.claim(high, low);
    if (slot === undefined) {
      this.untracked += 1;
      return 1;
    }
    return this.increment(this.requests, slot);
  }

  /** Counts a bill and tells how many there were of this prompt, this one included. */
  addBill({ high, low }: PromptHash): number {
    const slot = this.claim(high, low);
    return slot === undefined ? 1 : this.increment(this.billed, slot);
  }

  /** The prompts asked most often, among those asked more than once. */
  topDuplicates(limit: number): readonly PromptCounts[] {
    const found: PromptCounts[] = [];
    for (let slot = 0; slot < this.slots; slot += 1) {
      const requests = this.requests[slot] ?? 0;
      if (
        requests < 2 ||
        (found.length === limit && requests <= (found.at(-1)?.requests ?? 0))
      )
        continue;
      found.push({
        hash: this.hexAt(slot),
        requests,
        billed: this.billed[slot] ?? 0,
      });
      found.sort((a, b) => b.requests - a.requests);
      found.length = Math.min(found.length, limit);
    }
    return found;
  }

  private increment(counts: Uint32Array, slot: number): number {
    const next = (counts[slot] ?? 0) + 1;
    counts[slot] = next;
    return next;
  }

  private claim(high: number, low: number): number | undefined {
    let slot = this.find(high, low);
    if (this.isTaken(slot)) return slot;
    if (this.used >= this.slots * MAX_LOAD) {
      if (this.slots >= this.maxSlots) return undefined;
      this.grow();
      slot = this.find(high, low);
    }
    this.high[slot] = high;
    this.low[slot] = low;
    this.used += 1;
    return slot;
  }

  private find(high: number, low: number): number {
    const mask = this.slots - 1;
    let slot = (low ^ high) & mask;
    while (
      this.isTaken(slot) &&
      (this.high[slot] !== high || this.low[slot] !== low)
    )
      slot = (slot + 1) & mask;
    return slot;
  }

  private isTaken(slot: number): boolean {
    return (this.requests[slot] ?? 0) > 0 || (this.billed[slot] ?? 0) > 0;
  }

  private grow(): void {
    const { slots, high, low, requests, billed } = this;
    this.slots = slots * 2;
    this.high = new Uint32Array(this.slots);
    this.low = new Uint32Array(this.slots);
    this.requests = new Uint32Array(this.slots);
    this.billed = new Uint32Array(this.slots);
    for (let old = 0; old < slots; old += 1) {
      if (!(requests[old] ?? 0) && !(billed[old] ?? 0)) continue;
      const slot = this.find(high[old] ?? 0, low[old] ?? 0);
      this.high[slot] = high[old] ?? 0;
      this.low[slot] = low[old] ?? 0;
      this.requests[slot] = requests[old] ?? 0;
      this.billed[slot] = billed[old] ?? 0;
    }
  }

  private hexAt(slot: number): string {
    const half = (value = 0) => value.toString(16).padStart(8, '0');
    return half(this.high[slot]) + half(this.low[slot]);
  }
}
