/** A token bucket that refills evenly and holds one second's worth of calls, at least one. */
export class RateLimit {
  private level = 1;
  private refilledAtMs: number | undefined;

  /** Whether one more call fits under so many calls a minute at this time. */
  take(perMinute: number, nowMs: number): boolean {
    const perMs = perMinute / 60_000;
    const capacity = Math.max(1, perMinute / 60);
    const passedMs = nowMs - (this.refilledAtMs ?? nowMs);
    this.refilledAtMs = nowMs;
    this.level = Math.min(capacity, this.level + passedMs * perMs);
    if (this.level < 1) return false;
    this.level -= 1;
    return true;
  }
}
