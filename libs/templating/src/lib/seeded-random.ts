const GOLDEN_RATIO_32 = 0x9e3779b9;
const TWO_TO_32 = 4_294_967_296;

/**
 * Numbers in [0, 1) that depend on the job's seed and the record's index only: a replay draws the same.
 * SplitMix32 (Steele, Lea and Flood 2014; 32-bit finaliser by C. Wellons), seeded by both mixed together.
 */
export function seededRandom(jobSeed: number, index: number): () => number {
  let state = mix(mix(foldTo32(jobSeed)) ^ foldTo32(index));
  return () => {
    state = (state + GOLDEN_RATIO_32) | 0;
    return (mix(state) >>> 0) / TWO_TO_32;
  };
}

/** All 53 bits of an integer count, not only the lowest 32. */
function foldTo32(value: number): number {
  return (value | 0) ^ mix(Math.floor(value / TWO_TO_32) | 0);
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
