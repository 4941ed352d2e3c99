/** The whole kill matrix: takes long, so it is no part of `npm test`. */
module.exports = {
  displayName: 'kill-matrix',
  preset: '../jest.int.preset.js',
  testMatch: ['<rootDir>/kill-matrix/**/*.spec.ts'],
  testTimeout: 3_600_000,
};
