import type { Template } from './template';

/** A read of the context. */
export interface PathRead {
  /** The full dotted path; elements of a list are written `[]`. */
  readonly path: string;
  /** Whether the template copes without it. */
  readonly isOptional: boolean;
  readonly at: number;
}

/** Something that certainly fails when it is rendered. */
export interface AnalysisProblem {
  readonly message: string;
  readonly at: number;
}

/** What a template does with its surroundings, found without rendering it. Offsets are in the analysed template, also for what it includes. */
export interface Analysis {
  readonly reads: readonly PathRead[];
  readonly problems: readonly AnalysisProblem[];
}

export type FindTemplate = (name: string) => Template | undefined;
