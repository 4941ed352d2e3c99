import type { Runtime } from './runtime';
import { utf8Length } from './text';

/** Text in the making: the result of the rendering, or of a part that is captured as a value. */
export class OutputBuffer {
  text = '';
  private size = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly limit: 'outputBytes' | 'valueSize',
  ) {}

  write(part: string): void {
    const { runtime, limit } = this;
    runtime.chargeText(part.length);
    this.size += limit === 'outputBytes' ? utf8Length(part) : part.length;
    if (this.size > runtime.limits[limit]) {
      throw runtime.exceeded(
        limit,
        limit === 'outputBytes'
          ? 'The result gets too long'
          : 'The text gets too large',
      );
    }
    this.text += part;
  }
}
