import type { Body } from './ast';

/** A parsed template: immutable, reusable, and independent of the context it is rendered with. */
export interface Template {
  /** How messages call it: the template's or step's id. */
  readonly name: string;
  /** The source with normalised newlines, which the nodes' offsets refer to. */
  readonly source: string;
  readonly body: Body;
}
