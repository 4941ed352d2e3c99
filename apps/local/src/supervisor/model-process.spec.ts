import { modelNotice } from './model-process';

describe(modelNotice.name, () => {
  it.each([
    ['embedded', 'built-in demo model'],
    ['sim', 'simulator'],
    ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
  ])(
    'says for %s where answers come from and what costs mean',
    (model, origin) => {
      expect(modelNotice(model)).toContain(origin);
      expect(modelNotice(model)).toMatch(/Costs are notional/);
    },
  );
});
