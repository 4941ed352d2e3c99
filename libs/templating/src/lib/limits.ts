/** What one rendering may use. Reaching a limit ends it with a `TemplateRenderError` that names the limit. */
export interface RenderLimits {
  /** Units of work: one per evaluated node or list element, one per 32 characters touched. */
  readonly steps: number;
  /** UTF-8 bytes of the result. */
  readonly outputBytes: number;
  /** UTF-16 units of any string, elements of any list. */
  readonly valueSize: number;
  /** Levels of nested syntax at run time: macro calls and includes add the depth of what they run; also levels of nested data. */
  readonly nestingDepth: number;
  /** Decimal digits of an integer; Python has the same limit when it prints one. */
  readonly integerDigits: number;
}

export const DEFAULT_RENDER_LIMITS: RenderLimits = {
  steps: 1_000_000,
  outputBytes: 1_048_576,
  valueSize: 1_048_576,
  nestingDepth: 800,
  integerDigits: 4_300,
};

/** What a template's text may be, whoever renders it. */
export const PARSE_LIMITS = {
  /** UTF-16 units. */
  sourceSize: 262_144,
  /** Levels of nested syntax. */
  syntaxDepth: 200,
  /** Brackets, tags and prefix operators open at once: bounds the parser's own recursion. */
  openConstructs: 60,
} as const;
