module.exports = {
  displayName: 'e2e-system',
  preset: '../jest.int.preset.js',
  testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'],
  // Minutes by itself: a target of its own.
  testPathIgnorePatterns: ['kill-matrix'],
  testTimeout: 300_000,
};
