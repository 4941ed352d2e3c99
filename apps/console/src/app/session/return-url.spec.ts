import { safeReturnUrl } from './return-url';

describe(safeReturnUrl, () => {
  it.each([
    ['/jobs/1?tab=2', '/jobs/1?tab=2'],
    [undefined, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
  ])('%s leads to %s', (url, expected) =>
    expect(safeReturnUrl(url)).toBe(expected),
  );
});
