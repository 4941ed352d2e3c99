export {
  ConditionalConflict,
  PreconditionFailed,
} from './lib/conditional-write';
export {
  storesConfig,
  storesEnvironment,
  type StoresConfig,
  type StoresEnvironment,
} from './lib/config';
export { connect, type Connections } from './lib/connections';
export { CostStore } from './lib/cost-store';
export {
  JobStore,
  type JobChanges,
  type JobCondition,
  type Requeue,
} from './lib/job-store';
export { LedgerStore } from './lib/ledger-store';
export {
  ObjectStore,
  uploadRequests,
  type ListedObject,
  type PutOptions,
  type StoredObject,
  type WriteCondition,
} from './lib/object-store';
export { EXPIRY_DAYS, EXPIRY_TAG, expiryTag } from './lib/object-expiry';
export { QueueStore, type QueuedJob, type Slot } from './lib/queue-store';
export { SeedStore } from './lib/seed-store';
export { ShardStore } from './lib/shard-store';
export { createStores, type Stores } from './lib/stores';
export { TemplateStore } from './lib/template-store';
export { CardHeads } from './lib/studio/card-heads';
export { CardReader } from './lib/studio/card-reader';
export type { CardHead, CardVersion } from './lib/studio/card-rows';
export {
  CardSweeper,
  type Sweep,
  type SweepOptions,
} from './lib/studio/card-sweeper';
export { ProjectStore } from './lib/studio/project-store';
export { PromptCardStore } from './lib/studio/prompt-card-store';
export {
  createStudioStores,
  type StudioStores,
} from './lib/studio/studio-stores';
export {
  ConnectionStore,
  MAX_WATCHED_RUNS,
  type ClosedConnection,
  type Connection,
  type StreamToken,
} from './lib/studio/connection-store';
export {
  StudioMetricsStore,
  type EndedRun,
  type MetricsScope,
} from './lib/studio/studio-metrics-store';
export {
  studioEnvironment,
  studioTables,
  type StudioEnvironment,
  type StudioTables,
} from './lib/studio/studio-tables';
export {
  PipelineExecutions,
  type PipelineProgress,
} from './lib/studio/pipeline-executions';
export {
  PipelineLogStore,
  type PipelineLogSearch,
} from './lib/studio/pipeline-log-store';
export {
  RunStore,
  type EndingRun,
  type NewRun,
  type RunLease,
  type RunOutcome,
} from './lib/studio/run-store';
export { RunWatchStore } from './lib/studio/run-watch-store';
export type { ClaimedRun } from './lib/studio/run-row';
export {
  SessionStore,
  type SessionChange,
  type SessionSearch,
} from './lib/studio/session-store';
