import { dictEntries } from './dicts';
import { expectInteger, native, type NativeFunction } from './native-function';
import { formatFloat, isFloat, toNumeric } from './numbers';
import type { Runtime } from './runtime';
import { compareText } from './text';
import { isDict, isList, Tuple, Undefined, type Value } from './values';

const NON_ASCII_OR_SPECIAL = /[<>&'\u007f-\uffff]/g;

/** Python's `json.dumps(value, sort_keys=True)` with the characters escaped that HTML would see, as Jinja's `tojson`. */
export const TO_JSON: NativeFunction = native(
  [['indent', null]],
  (runtime, self, indent = null) => {
    const spaces =
      indent === null
        ? undefined
        : Math.max(0, expectInteger(runtime, indent, 'indent'));
    const writer = new JsonWriter(runtime, spaces);
    writer.write(self, 1);
    return writer.text;
  },
);

class JsonWriter {
  text = '';

  constructor(
    private readonly runtime: Runtime,
    private readonly spaces: number | undefined,
  ) {}

  write(value: Value, level: number): void {
    if (typeof value === 'string') {
      this.add(jsonText(this.runtime, value));
    } else if (isList(value) || value instanceof Tuple) {
      const items = isList(value) ? value : value.items;
      this.writeMembers(
        '[',
        items.map((item) => ({ label: '', value: item })),
        ']',
        level,
      );
    } else if (isDict(value)) {
      const members = dictEntries(value)
        .map(([key, member]) => ({ name: this.keyText(key), value: member }))
        .sort((left, right) => compareText(left.name, right.name))
        .map(({ name, value: member }) => ({
          label: `${jsonText(this.runtime, name)}: `,
          value: member,
        }));
      this.writeMembers('{', members, '}', level);
    } else {
      this.add(this.scalar(value));
    }
  }

  private writeMembers(
    opening: string,
    members: readonly { readonly label: string; readonly value: Value }[],
    closing: string,
    level: number,
  ): void {
    const { runtime } = this;
    runtime.enter(1);
    runtime.charge(members.length);
    this.add(opening);
    members.forEach(({ label, value }, index) => {
      if (index > 0) this.add(this.spaces === undefined ? ', ' : ',');
      this.newLine(level);
      this.add(label);
      this.write(value, level + 1);
    });
    if (members.length > 0) this.newLine(level - 1);
    this.add(closing);
    runtime.leave(1);
  }

  private newLine(level: number): void {
    if (this.spaces === undefined) return;
    const width = this.spaces * level;
    this.runtime.reserveText(this.text.length + width);
    this.add(`\n${' '.repeat(width)}`);
  }

  private keyText(key: Value): string {
    return typeof key === 'string' ? key : this.scalar(key);
  }

  private scalar(value: Value): string {
    if (value === null) return 'null';
    if (typeof value === 'boolean') return String(value);
    const number = toNumeric(value);
    if (number === undefined) {
      throw value instanceof Undefined
        ? this.runtime.undefinedFailure(value)
        : this.runtime.typeFailure(
            value,
            "The filter 'tojson' needs JSON values",
          );
    }
    if (typeof number === 'number' && !Number.isFinite(number)) {
      return Number.isNaN(number) ? 'NaN' : `${number < 0 ? '-' : ''}Infinity`;
    }
    return isFloat(value) ? formatFloat(Number(number)) : String(number);
  }

  private add(part: string): void {
    const length = this.text.length + part.length;
    if (length > this.runtime.limits.valueSize)
      this.runtime.reserveText(length);
    this.runtime.chargeText(part.length);
    this.text += part;
  }
}

function jsonText(runtime: Runtime, text: string): string {
  runtime.reserveText(text.length);
  return JSON.stringify(text).replace(NON_ASCII_OR_SPECIAL, (character) =>
    character === '\u007f'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
