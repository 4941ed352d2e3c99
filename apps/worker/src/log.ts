/** JSON lines: a constant event name and fields. Never prompts, answers or tokens of access. */
export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}
