import type { ChangeSignal } from '../change-signal';

/** Records whose next call waits until the model may be asked again: others may use their places meanwhile. */
export class Resting {
  private resting = 0;

  constructor(private readonly changed: ChangeSignal) {}

  get count(): number {
    return this.resting;
  }

  async during(wait: Promise<void>): Promise<void> {
    this.resting += 1;
    this.changed.notify();
    try {
      await wait;
    } finally {
      this.resting -= 1;
    }
  }
}
