/** The whole storm: takes long, so it is no part of `npm test`. */
module.exports = {
  displayName: 'storm',
  preset: '../jest.int.preset.js',
  testMatch: ['<rootDir>/storm/**/*.spec.ts'],
  testTimeout: 3_600_000,
};
