/** Tag of objects that a rule of the bucket deletes. */
export const EXPIRY_TAG = 'expires-after-days';

/** The bucket has a rule for each: rules name a tag's value, so there cannot be one for every number. */
export const EXPIRY_DAYS = [7, 30, 90, 365, 3_650] as const;

const LONGEST_DAYS = 3_650;

/** The tag that has an object deleted after so many days, or as soon afterwards as there is a rule. */
export function expiryTag(days: number): string {
  const kept = EXPIRY_DAYS.find((each) => each >= days) ?? LONGEST_DAYS;
  return `${EXPIRY_TAG}=${kept}`;
}
