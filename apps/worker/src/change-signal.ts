/** Lets loops wait until something they depend on has moved. */
export class ChangeSignal {
  private waiting: (() => void)[] = [];

  notify(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
