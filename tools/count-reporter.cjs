const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Leaves a project's counts where tools/test.mjs sums them; a task that comes from Nx's cache brings them along. */
module.exports = class CountReporter {
  onRunComplete(
    contexts,
    { numPassedTests, numFailedTests, numRuntimeErrorTestSuites },
  ) {
    const [context] = contexts;
    if (context === undefined) return;
    const directory = join(__dirname, '..', 'dist', 'test-results');
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, `${context.config.displayName.name}.json`),
      JSON.stringify({
        numPassedTests,
        numFailedTests,
        numRuntimeErrorTestSuites,
      }),
    );
  }
};
