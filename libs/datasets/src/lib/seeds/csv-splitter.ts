import { invalidSeed } from './invalid-seed';
import { MAX_ROW_BYTES } from './seed-limits';

export interface CsvRecord {
  readonly fields: readonly string[];
  /** The line of the file, from one, that the record begins on. */
  readonly line: number;
}

type State = 'field-start' | 'plain' | 'quoted' | 'after-quote';

/**
 * RFC 4180, in memory that no file can exceed: fast-csv's parser keeps everything after a quote that is never closed,
 * and reads it again with every chunk. A quote opens a field only as its first character; LF, CRLF and CR end a record.
 */
export class CsvSplitter {
  private state: State = 'field-start';
  private field = '';
  private fields: string[] = [];
  private fieldWasQuoted = false;
  private afterReturn = false;
  private characters = 0;
  private line = 1;
  private recordLine = 1;

  constructor(
    private readonly fileName: string,
    private readonly delimiter: string,
  ) {}

  /** The records that end in this text; blank lines are none. */
  *push(text: string): Generator<CsvRecord> {
    let at = 0;
    while (at < text.length) {
      const end = this.readContent(text, at);
      this.count(end - at);
      const stuck = end === at;
      at = end;
      if (!stuck) continue;
      const next = text[at] ?? '';
      if (this.isSeparator(next)) {
        const record = this.separate(next);
        if (record !== undefined) yield record;
        at += 1;
      } else this.beginPlain();
    }
  }

  /** The last record, when the file does not end with a line break. */
  *end(): Generator<CsvRecord> {
    if (this.state === 'quoted')
      throw invalidSeed(
        this.fileName,
        `line ${this.recordLine}`,
        'a quote is opened here and never closed. Close it, or double the quotes inside the field ("").',
      );
    const record = this.endRecord();
    if (record !== undefined) yield record;
  }

  private isSeparator(character: string): boolean {
    return (
      character === this.delimiter || character === '\n' || character === '\r'
    );
  }

  /** Reads what belongs to a field, and returns where it ended: `from` before a separator or an unquoted field. */
  private readContent(text: string, from: number): number {
    if (this.state === 'quoted') return this.readQuoted(text, from);
    if (this.state === 'plain') return this.readPlain(text, from);
    if (text[from] !== '"') return from;
    // After a quote, a second one stands for itself.
    if (this.state === 'after-quote') this.field += '"';
    this.fieldWasQuoted = true;
    this.afterReturn = false;
    this.state = 'quoted';
    return from + 1;
  }

  private beginPlain(): void {
    if (this.state === 'after-quote')
      throw invalidSeed(
        this.fileName,
        `line ${this.line}`,
        'there is text after a closing quote. Double the quotes inside a quoted field ("").',
      );
    this.afterReturn = false;
    this.state = 'plain';
  }

  private readPlain(text: string, from: number): number {
    let at = from;
    while (at < text.length && !this.isSeparator(text[at] ?? '')) at += 1;
    this.field += text.slice(from, at);
    return at;
  }

  private readQuoted(text: string, from: number): number {
    const quote = text.indexOf('"', from);
    const end = quote === -1 ? text.length : quote;
    const part = text.slice(from, end);
    this.field += part;
    this.line += part.split('\n').length - 1;
    if (quote === -1) return end;
    this.state = 'after-quote';
    return end + 1;
  }

  private separate(separator: string): CsvRecord | undefined {
    if (separator === this.delimiter) {
      this.endField();
      this.afterReturn = false;
      return undefined;
    }
    const secondHalf = separator === '\n' && this.afterReturn;
    this.afterReturn = separator === '\r';
    if (secondHalf) return undefined;
    const record = this.endRecord();
    this.line += 1;
    this.recordLine = this.line;
    return record;
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = '';
    this.fieldWasQuoted = false;
    this.state = 'field-start';
  }

  private endRecord(): CsvRecord | undefined {
    const blank =
      this.fields.length === 0 && this.field === '' && !this.fieldWasQuoted;
    this.endField();
    const { fields } = this;
    this.fields = [];
    this.characters = 0;
    return blank ? undefined : { fields, line: this.recordLine };
  }

  private count(characters: number): void {
    this.characters += characters;
    if (this.characters > MAX_ROW_BYTES)
      throw invalidSeed(
        this.fileName,
        `line ${this.recordLine}`,
        `the row that begins here is longer than ${MAX_ROW_BYTES} characters. Perhaps a quote is opened and never closed; otherwise shorten the row.`,
      );
  }
}
