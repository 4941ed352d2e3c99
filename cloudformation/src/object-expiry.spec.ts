import { EXPIRY_DAYS, EXPIRY_TAG, expiryTag } from '@plot-palette/stores';
import { resourcesOfType } from './parse-template';
import { readStacks } from './read-stacks';
import { isObject } from './template-value';

describe(expiryTag.name, () => {
  it('names the days of a rule of the bucket: those asked for, or the next', () => {
    const daysOf = (days: number) => Number(expiryTag(days).split('=')[1]);
    expect(daysOf(1)).toBe(7);
    for (const days of EXPIRY_DAYS) expect(daysOf(days)).toBe(days);
    expect(daysOf(91)).toBe(365);
  });

  it('has a rule for every number of days that it names, and no other', () => {
    const [[, bucket] = []] = [...readStacks().values()].flatMap((template) =>
      resourcesOfType(template, 'AWS::S3::Bucket'),
    );
    const lifecycle = bucket?.Properties['LifecycleConfiguration'];
    const rules = isObject(lifecycle) ? lifecycle['Rules'] : undefined;
    const tagged = (Array.isArray(rules) ? rules : []).filter((rule) =>
      JSON.stringify(rule).includes(EXPIRY_TAG),
    );
    expect(tagged).toEqual(
      EXPIRY_DAYS.map((days) => ({
        Id: `ExpireAfter${days}Days`,
        Status: 'Enabled',
        TagFilters: [{ Key: EXPIRY_TAG, Value: String(days) }],
        ExpirationInDays: days,
      })),
    );
  });
});
