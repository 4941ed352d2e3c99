const ROUNDS = 4;

/**
 * Zero-based seed row of record `index`: in each run of `rows` records every row comes once, in an order that depends on
 * the job's seed and the run only. A cycle-walking Feistel network (Black & Rogaway, "Ciphers with Arbitrary Finite
 * Domains", 2002) computes it in constant time and memory.
 */
export function seedRowOf(
  jobSeed: number,
  rows: number,
  index: number,
): number {
  const half = halfWidthOf(rows);
  const key = mix(mix(jobSeed) ^ Math.floor(index / rows));
  let position = index % rows;
  do position = encrypt(position, half, key);
  while (position >= rows);
  return position;
}

/** Half the bits of the smallest even-width number range that holds `rows` values. */
function halfWidthOf(rows: number): number {
  return Math.max(1, Math.ceil(Math.log2(rows) / 2));
}

function encrypt(value: number, half: number, key: number): number {
  const mask = 2 ** half - 1;
  let left = value >>> half;
  let right = value & mask;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = left ^ (mix(right ^ mix(key + round)) & mask);
    left = right;
    right = next;
  }
  return ((left << half) | right) >>> 0;
}

/** The finalizer of MurmurHash3: every input bit changes every output bit with probability one half. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
