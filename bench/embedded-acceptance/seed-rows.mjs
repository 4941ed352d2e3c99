const PRODUCTS = [
  'electric kettle',
  'wireless headphones',
  'running shoes',
  'standing desk',
  'coffee grinder',
  'smart thermostat',
  'rain jacket',
  'office chair',
  'phone charger',
  'garden hose',
];
const ISSUES = [
  'arrived with a cracked housing',
  'stopped working after two days',
  'was delivered in the wrong colour',
  'is three weeks late',
  'has no manual in the box',
  'makes a loud noise',
  'was charged twice',
  'is missing a part',
  'gets too hot',
  'does not fit',
];
const CUSTOMERS = [
  'Amira Haddad',
  'Jonas Weber',
  'María López',
  'Chen Wei',
  'Olivia Brown',
  'Tomás Silva',
  'Noor Rahman',
  'Łucja Nowak',
];

/** Seed rows of the demo: every product with every issue before one comes again. */
export function seedRows(count) {
  return Array.from({ length: count }, (_, index) => ({
    product: PRODUCTS[index % PRODUCTS.length],
    issue: ISSUES[Math.floor(index / PRODUCTS.length) % ISSUES.length],
    customer:
      CUSTOMERS[(index * 5 + Math.floor(index / 100)) % CUSTOMERS.length],
  }));
}
