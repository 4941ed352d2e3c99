const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `912 B`, `1.5 kB`, `3.2 MB`: decimal units, as file managers and S3 show them. */
export function formatBytes(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    Math.floor(Math.log10(Math.max(1, bytes)) / 3),
  );
  const amount = bytes / 1000 ** power;
  const digits = power === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[power]}`;
}

/** `42 s`, `3 min 20 s`, `2 h 5 min`: two units are enough to plan by. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `420 ms`, `2.4 s`, `3 min 20 s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 59_950
    ? `${(milliseconds / 1_000).toFixed(1)} s`
    : formatDuration(milliseconds / 1_000);
}
