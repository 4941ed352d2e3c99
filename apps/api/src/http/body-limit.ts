/** Enough for a template of ten long prompts; files go to the bucket by presigned uploads. */
export const MAX_BODY_MEGABYTES = 1;
