import { invalidSeed } from './invalid-seed';
import { MAX_ROW_BYTES } from './seed-limits';

type State =
  | 'start'
  | 'wrapper-key'
  | 'in-wrapper-key'
  | 'wrapper-colon'
  | 'wrapper-value'
  | 'first-row'
  | 'row'
  | 'in-row'
  | 'after-row'
  | 'after-array'
  | 'done';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

const WANTED =
  'A JSON seed file is an array of objects, or an object whose only property is such an array';

/**
 * Cuts the objects out of a JSON array of any size; only one row is held at a time. What lies inside a row is left to
 * `JSON.parse`. (The author of `stream-json` advises against feeding it files of untrusted users, as seed files are.)
 */
export class JsonArraySplitter {
  private state: State = 'start';
  private wrapped = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private rowParts: Buffer[] = [];
  private rowBytes = 0;
  private rows = 0;

  constructor(private readonly fileName: string) {}

  /** The rows that end in this chunk. */
  *push(chunk: Buffer): Generator<Buffer> {
    let at = 0;
    while (at < chunk.length) {
      if (this.scanning()) {
        const end = this.scanRow(chunk, at);
        this.keep(chunk.subarray(at, end));
        at = end;
        if (this.depth === 0) yield this.takeRow();
      } else {
        const byte = chunk[at] ?? 0;
        if (!isSpace(byte) || this.state === 'in-wrapper-key') this.step(byte);
        // The row's opening bracket belongs to the row.
        if (!this.scanning()) at += 1;
      }
    }
  }

  /** Throws InvalidInput when the file ended too early. */
  end(): void {
    // A file without content has no rows, which the reader of all formats refuses.
    if (this.state === 'done' || this.state === 'start') return;
    throw this.fault(
      `the file ends before its array does, in or after row ${this.rows + (this.scanning() ? 1 : 0)}; it may be cut off. Upload the whole file.`,
    );
  }

  private scanning(): boolean {
    return this.state === 'in-row';
  }

  /** Where the row ends in this chunk (just after its last bracket), or the chunk's length. */
  private scanRow(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
      } else if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.depth -= 1;
        if (this.depth === 0) return at + 1;
      }
    }
    return chunk.length;
  }

  private keep(part: Buffer): void {
    this.rowBytes += part.length;
    if (this.rowBytes > MAX_ROW_BYTES)
      throw invalidSeed(
        this.fileName,
        `row ${this.rows + 1}`,
        `the row is longer than ${MAX_ROW_BYTES} bytes; shorten it.`,
      );
    this.rowParts.push(part);
  }

  private takeRow(): Buffer {
    const row = Buffer.concat(this.rowParts);
    this.rowParts = [];
    this.rowBytes = 0;
    this.rows += 1;
    this.state = 'after-row';
    return row;
  }

  private step(byte: number): void {
    switch (this.state) {
      case 'start':
        this.begin(byte);
        return;
      case 'wrapper-key':
        this.expect(byte === QUOTE, 'in-wrapper-key', WANTED);
        return;
      case 'in-wrapper-key':
        this.scanKey(byte);
        return;
      case 'wrapper-colon':
        this.expect(byte === COLON, 'wrapper-value', WANTED);
        return;
      case 'wrapper-value':
        this.expect(
          byte === OPEN_ARRAY,
          'first-row',
          `${WANTED}; here the first property is no array. Put the object into an array; if the file has one object a line, upload it as .jsonl`,
        );
        return;
      case 'first-row':
      case 'row':
        this.beginRow(byte);
        return;
      case 'after-row':
        this.afterRow(byte);
        return;
      case 'after-array':
        this.expect(
          byte === CLOSE_OBJECT,
          'done',
          `${WANTED}; here it has other properties too. Keep the array alone`,
        );
        return;
      case 'done':
        throw this.fault(
          'there is something after the end of the array. Remove it; if the file has one array or object a line, upload it as .jsonl with one object a line.',
        );
      case 'in-row':
        throw new Error('Rows are scanned, not stepped through.');
    }
  }

  private begin(byte: number): void {
    this.wrapped = byte === OPEN_OBJECT;
    this.expect(
      this.wrapped || byte === OPEN_ARRAY,
      this.wrapped ? 'wrapper-key' : 'first-row',
      `${WANTED}; this file begins with neither [ nor {`,
    );
  }

  private scanKey(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.state = 'wrapper-colon';
  }

  private beginRow(byte: number): void {
    if (byte === CLOSE_ARRAY && this.state === 'first-row') this.endArray();
    else if (byte === OPEN_OBJECT) this.state = 'in-row';
    else
      throw invalidSeed(
        this.fileName,
        `row ${this.rows + 1}`,
        byte === CLOSE_ARRAY || byte === COMMA
          ? 'there is a comma without a row after it; remove it.'
          : 'the row is not an object; every row must be an object with named fields, like {"title": "…"}.',
      );
  }

  private afterRow(byte: number): void {
    if (byte === CLOSE_ARRAY) this.endArray();
    else
      this.expect(
        byte === COMMA,
        'row',
        `after row ${this.rows} there must be a comma or the end of the array`,
      );
  }

  private endArray(): void {
    this.state = this.wrapped ? 'after-array' : 'done';
  }

  private expect(met: boolean, next: State, otherwise: string): void {
    if (!met) throw this.fault(`${otherwise}.`);
    this.state = next;
  }

  private fault(message: string): Error {
    return invalidSeed(this.fileName, '', message);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
