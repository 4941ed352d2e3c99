/** A Retry-After header (seconds, or an HTTP date) as milliseconds from now; undefined when it says nothing usable. */
export function retryAfterMs(
  header: string | undefined,
  nowMs: number,
): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds)
    ? Date.parse(header) - nowMs
    : seconds * 1_000;
  return Number.isFinite(milliseconds)
    ? Math.max(0, Math.round(milliseconds))
    : undefined;
}
