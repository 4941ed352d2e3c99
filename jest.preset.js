const { join } = require('node:path');
const nxPreset = require('@nx/jest/preset').default;

/** Unit tests: pure and fast. `*.int.spec.ts` needs the local cloud and has a target of its own. */
module.exports = {
  ...nxPreset,
  reporters: ['default', join(__dirname, 'tools', 'count-reporter.cjs')],
  testEnvironment: 'node',
  transform: {
    '^.+\\.[tj]s$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.spec.json' }],
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$'],
};
