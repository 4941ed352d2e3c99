const preset = require('./jest.preset.js');

/** Integration tests: they talk to the local cloud whose outputs.json PLOT_PALETTE_OUTPUTS names. */
module.exports = {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.int.spec.ts'],
  testPathIgnorePatterns: [],
  testTimeout: 120_000,
};
