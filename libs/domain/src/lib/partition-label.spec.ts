import { partitionLabel } from './partition-label';

describe(partitionLabel.name, () => {
  it.each([
    ['timestamp/year=2026/month=11/day=21', '2026-11-21'],
    ['timestamp/__none__', '(no value)'],
    ['category/poem', 'poem'],
    ['category/a%2Fb%20%E8%A9%A9', 'a/b 詩'],
    ['category/__none__', '(no value)'],
    ['category/__other__', '(other values)'],
    ['category/%5F_none__', '__none__'],
    ['category/x%E8~0011', 'x%E8~0011'],
    ['category/constructor', 'constructor'],
  ])('reads %s', (partition, label) => {
    expect(partitionLabel(partition)).toBe(label);
  });
});
