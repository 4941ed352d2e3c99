/** What one row may be. Generous for prompts, small enough that no file can exhaust a function's memory. */
export const MAX_ROW_BYTES = 1_048_576;
export const MAX_NESTING = 32;
export const MAX_KEYS_PER_ROW = 10_000;

/** What a profile keeps; the rest only sets `truncated`. */
export const MAX_PROFILE_PATHS = 2_000;
export const MAX_PATH_CHARACTERS = 500;
export const MAX_MISSING_ROWS = 20;
