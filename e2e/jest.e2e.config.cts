module.exports = {
  displayName: 'e2e-system',
  preset: '../jest.int.preset.js',
  testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'],
  testTimeout: 300_000,
};
