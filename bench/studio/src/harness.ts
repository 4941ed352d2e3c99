/* eslint-disable @nx/enforce-module-boundaries -- Its cloud, users and simulator are those of the tests of the whole system: to write them twice would be worse than to reach into that folder. */
export { OwnCloud } from '../../../e2e/src/harness/own-cloud';
export type { Outputs } from '../../../e2e/src/harness/outputs';
export { killFunction } from '../../../e2e/src/harness/function-process';
export { Simulator } from '../../../e2e/src/harness/simulator';
export { Studio } from '../../../e2e/src/harness/studio';
