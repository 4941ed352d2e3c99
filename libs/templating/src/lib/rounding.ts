/** More places than a double has digits change nothing. */
const MOST_PLACES = 22;
const EXACT_DIGITS = 100;

/**
 * Python's `round(double, places)`: the double's exact decimal value, rounded half to even.
 * @param places decimal places, may be negative
 */
export function roundHalfEven(value: number, places: number): number {
  if (!Number.isFinite(value) || places > MOST_PLACES || value === 0)
    return value;
  if (places < 0) return roundWhole(value, places);
  const magnitude = Math.abs(value);
  if (magnitude >= 2 ** 53) return value;
  // `toFixed` rounds exactly, but half up; a tie is a fraction that ends in 5 right after the last place.
  const rounded = magnitude.toFixed(places);
  const exact = magnitude.toFixed(EXACT_DIGITS);
  const rest = exact.slice(exact.indexOf('.') + 1 + places);
  const isTie = rest.startsWith('5') && /^50*$/.test(rest);
  const lastDigit = Number(rounded.at(-1));
  const isOdd = lastDigit % 2 === 1;
  const result =
    isTie && isOdd ? Number(rounded) - 10 ** -places : Number(rounded);
  return (
    Math.sign(value) * Number(result.toFixed(Math.min(places, EXACT_DIGITS)))
  );
}

function roundWhole(value: number, places: number): number {
  const unit = 10 ** -places;
  if (!Number.isFinite(unit)) return 0;
  const scaled = Math.abs(value) / unit;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
  return Math.sign(value) * (isUp ? floor + 1 : floor) * unit;
}
