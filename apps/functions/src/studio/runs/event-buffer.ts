import { MAX_EVENT_TEXT_BYTES } from '@plot-palette/domain';

/** Text of the answer or of the thoughts before it, as it came. */
export interface TextPart {
  readonly type: 'delta' | 'reasoning';
  readonly text: string;
}

const HALF_CHARACTER = /[\uD800-\uDBFF]$/;
/** Cannot be sent or stored. */
const LONE_HALF = /\p{Surrogate}/gu;

/** Gathers what a model writes between two flushes; half a character at its end waits for its other half. */
export class EventBuffer {
  private waiting: TextPart[] = [];

  add(part: TextPart): void {
    const last = this.waiting.at(-1);
    if (last?.type === part.type)
      this.waiting[this.waiting.length - 1] = {
        type: part.type,
        text: last.text + part.text,
      };
    else this.waiting.push(part);
  }

  /** Everything so far, each part small enough for one event. After the last part nothing is waited for. */
  take({ isLast }: { readonly isLast: boolean }): TextPart[] {
    const taken = this.waiting;
    this.waiting = [];
    const last = taken.at(-1);
    if (!isLast && last !== undefined && HALF_CHARACTER.test(last.text)) {
      taken.pop();
      taken.push({ ...last, text: last.text.slice(0, -1) });
      this.waiting = [{ ...last, text: last.text.slice(-1) }];
    }
    return taken.flatMap(({ type, text }) =>
      chunksOf(text.replace(LONE_HALF, '\uFFFD')).map((chunk) => ({
        type,
        text: chunk,
      })),
    );
  }
}

function chunksOf(text: string): string[] {
  if (text === '') return [];
  if (jsonBytes(text) <= MAX_EVENT_TEXT_BYTES) return [text];
  const chunks: string[] = [];
  let from = 0;
  let at = 0;
  let bytes = 0;
  for (const character of text) {
    const size = jsonBytes(character);
    if (bytes + size > MAX_EVENT_TEXT_BYTES) {
      chunks.push(text.slice(from, at));
      from = at;
      bytes = 0;
    }
    at += character.length;
    bytes += size;
  }
  return [...chunks, text.slice(from)];
}

/** As it is sent: quotes, line breaks and control characters take more than themselves. */
function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - '""'.length;
}
