/** Many executions of the pipeline: takes long, so it is no part of `npm test`, which sends fewer. */
module.exports = {
  displayName: 'pipeline-load',
  preset: '../jest.int.preset.js',
  testMatch: ['<rootDir>/pipeline-load/**/*.spec.ts'],
  testTimeout: 3_600_000,
};
