import type { NativeFunction } from './native-function';
import { TemplateRenderError, type RenderErrorDetails } from './errors';
import type { RenderLimits } from './limits';
import { positionAt } from './source-text';
import type { Template } from './template';
import { typeName, Undefined, type Value } from './values';

/** Characters that one step pays for. */
const CHARACTERS_PER_STEP = 32;
/** Character comparisons that one step pays for when a text is searched. */
const COMPARISONS_PER_STEP = 1024;

/** Where filters and tests are found by name. */
export interface Library {
  readonly filter: (runtime: Runtime, name: string) => NativeFunction;
  readonly test: (runtime: Runtime, name: string) => NativeFunction;
}

export interface RuntimeOptions {
  readonly library: Library;
  readonly template: Template;
  readonly limits: RenderLimits;
  readonly random: () => number;
  readonly include: ((name: string) => Template | undefined) | undefined;
}

/** One rendering: what it may still use, and where it is, for messages. */
export class Runtime {
  readonly library: Library;
  readonly limits: RenderLimits;
  readonly random: () => number;
  readonly include: ((name: string) => Template | undefined) | undefined;
  /** The template and offset being evaluated. */
  template: Template;
  at = 0;
  private stepsLeft: number;
  private depth = 0;

  constructor({ library, template, limits, random, include }: RuntimeOptions) {
    this.library = library;
    this.template = template;
    this.limits = limits;
    this.random = random;
    this.include = include;
    this.stepsLeft = limits.steps;
  }

  /** Pays for work before it is done. */
  charge(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0)
      throw this.exceeded('steps', 'The template does too much work');
  }

  /** Pays for touching that many characters. */
  chargeText(characters: number): void {
    this.charge(1 + characters / CHARACTERS_PER_STEP);
  }

  /** Pays for searching a text; the machine's search compares text times pattern characters at worst. */
  chargeSearch(text: string, wanted: string): void {
    if (wanted.length > text.length) return;
    this.chargeText(text.length);
    this.charge((text.length * wanted.length) / COMPARISONS_PER_STEP);
  }

  /** To be called with the size of a string or list before it is made. */
  reserveText(characters: number): void {
    if (characters > this.limits.valueSize)
      throw this.valueTooLarge('A text', characters);
    this.chargeText(characters);
  }

  reserveItems(count: number): void {
    if (count > this.limits.valueSize)
      throw this.valueTooLarge('A list', count);
    this.charge(1 + count);
  }

  enter(levels: number): void {
    this.depth += levels;
    if (this.depth > this.limits.nestingDepth) {
      throw this.exceeded(
        'nestingDepth',
        'Macros, includes or data are nested too deeply',
      );
    }
  }

  leave(levels: number): void {
    this.depth -= levels;
  }

  exceeded(name: keyof RenderLimits, what: string): TemplateRenderError {
    const value = this.limits[name];
    return this.failure(`${what} (limit ${name} = ${value})`, {
      limit: { name, value },
    });
  }

  failure(message: string, details?: RenderErrorDetails): TemplateRenderError {
    const { name, source } = this.template;
    return new TemplateRenderError(
      name,
      { ...positionAt(source, this.at), message },
      details,
    );
  }

  /** A value of the wrong type; a missing one is named as such, because that is the real mistake. */
  typeFailure(value: Value, message: string): TemplateRenderError {
    return value instanceof Undefined
      ? this.undefinedFailure(value)
      : this.failure(`${message}, not ${typeName(value)}`);
  }

  undefinedFailure(value: Undefined): TemplateRenderError {
    return this.failure(value.hint, { path: value.path });
  }

  private valueTooLarge(what: string, size: number): TemplateRenderError {
    return this.exceeded('valueSize', `${what} of ${size} would be too large`);
  }
}
