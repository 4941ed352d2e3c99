export { parseCategoryPath } from './lib/category-path';
export { dashboardSchema, type Dashboard } from './lib/dashboard';
export {
  MAX_ATTEMPTS,
  STALE_HEARTBEATS_BEFORE_STOP,
  STALE_HEARTBEAT_MS,
  decideSlot,
  staleShards,
  type ExecutionState,
  type SlotDecision,
} from './lib/dispatch-decision';
export {
  AppError,
  BudgetExceeded,
  BudgetTooSmall,
  CheckpointConflict,
  Conflict,
  Fenced,
  Forbidden,
  InvalidInput,
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
  NotFound,
  type AppErrorOptions,
  type ErrorCode,
  type Issue,
} from './lib/errors';
export { finalStatus, type FinalStatus, type JobEnd } from './lib/final-status';
export { timestampSchema, uuidSchema } from './lib/identifier';
export {
  countIndexes,
  gapsOf,
  includesIndex,
  indexRangesSchema,
  rangesOf,
  subtractRanges,
  unionRanges,
  type IndexRanges,
} from './lib/index-ranges';
export {
  DEFAULT_INFRASTRUCTURE_PRICE,
  closingCost,
  infrastructurePriceSchema,
  minimumBudget,
  runningReserve,
  type InfrastructurePrice,
} from './lib/infrastructure-price';
export {
  jobSnapshotSchema,
  shardRangeSchema,
  shardRanges,
  type JobSnapshot,
  type ShardRange,
} from './lib/job-snapshot';
export {
  canTransition,
  isTerminal,
  jobStatusSchema,
  statusesBefore,
  type JobStatus,
} from './lib/job-status';
export {
  MAX_BUDGET_USD,
  MAX_CONCURRENCY,
  MAX_PARTITIONS,
  MAX_RECORDS,
  MAX_SHARDS,
  downloadSchema,
  exportFileSchema,
  exportFormatSchema,
  jobEstimateSchema,
  jobPageSchema,
  jobRequestSchema,
  jobResumeSchema,
  jobSchema,
  partitionBySchema,
  recordCountsSchema,
  type Download,
  type ExportFile,
  type ExportFormat,
  type Job,
  type JobEstimate,
  type JobInput,
  type JobRequest,
  type JobResume,
  type PartitionBy,
  type RecordCounts,
} from './lib/job';
export { jsonObjectSchema, type JsonObject, type JsonValue } from './lib/json';
export {
  lostWithGrant,
  type GrantEnd,
  grantHolder,
  grantedTotal,
  jobScope,
  ledgerSchema,
  nextBlock,
  openLedger,
  studioScope,
  type BlockDecision,
  type BlockRequest,
  type Ledger,
} from './lib/ledger';
export {
  batchEntrySchema,
  holderSpendSchema,
  manifestEntrySchema,
  manifestSchema,
  segmentRunSchema,
  type BatchEntry,
  type HolderSpend,
  type Manifest,
  type ManifestEntry,
  type SegmentRun,
} from './lib/manifest';
export {
  EMPTY_USAGE,
  addUsage,
  addUsageByModel,
  modelUsageSchema,
  spentOn,
  totalUsage,
  usageByModelSchema,
  type ModelUsage,
  type UsageByModel,
} from './lib/model-usage';
export {
  modelCapabilitiesSchema,
  modelListSchema,
  modelSchema,
  resolvedModelSchema,
  samplingParameterSchema,
  type Model,
  type ModelCapabilities,
  type ResolvedModel,
} from './lib/model';
export {
  NANO_PER_USD,
  formatUsd,
  nanoToUsd,
  nanoUsdSchema,
  usdToNano,
  type NanoUsd,
} from './lib/money';
export {
  MAX_PAGE_SIZE,
  pageQuerySchema,
  pageSchema,
  type Page,
  type PageQuery,
} from './lib/page';
export {
  OVERHEAD_TOKENS_PER_MESSAGE,
  OVERHEAD_TOKENS_PER_SCHEMA,
  callCost,
  modelPriceSchema,
  tokenUsageSchema,
  worstCaseCost,
  type CallBound,
  type ModelPrice,
  type TokenUsage,
} from './lib/pricing';
export { partitionLabel } from './lib/partition-label';
export { problemIssueSchema, problemSchema, type Problem } from './lib/problem';
export { seedRowOf } from './lib/row-permutation';
export {
  acceptedRecordSchema,
  answerRecoverySchema,
  recordListSchema,
  recordSchema,
  recordStatusSchema,
  rejectedRecordSchema,
  stepResultSchema,
  type AcceptedRecord,
  type AnswerRecovery,
  type DatasetRecord,
  type RecordList,
  type RecordStatus,
  type RejectedRecord,
  type StepResult,
} from './lib/record';
export {
  MAX_SEED_BYTES,
  MAX_SEED_ROWS,
  fieldProfileSchema,
  missingPathSchema,
  seedDataPageSchema,
  seedDataSchema,
  seedDetailSchema,
  seedFormatSchema,
  seedProfileSchema,
  seedStateSchema,
  seedUploadRequestSchema,
  seedUploadSchema,
  seedValidationRequestSchema,
  seedValidationSchema,
  valueTypeSchema,
  type FieldProfile,
  type MissingPath,
  type SeedData,
  type SeedFormat,
  type SeedProfile,
  type SeedState,
  type SeedUpload,
  type SeedUploadRequest,
  type SeedValidation,
  type ValueType,
} from './lib/seed-data';
export { validateSeed } from './lib/seed-validation';
export { retryOf } from './lib/shard-retry';
export {
  MAX_RUNS,
  MAX_RUNS_WITHOUT_PROGRESS,
  SPOT_LOSSES_BEFORE_ON_DEMAND,
  firstRun,
  nextRun,
  shardRunSchema,
  type ShardRun,
} from './lib/shard-run';
export {
  EMPTY_TOTALS,
  addTotals,
  bindingLimitSchema,
  shardOutcomeSchema,
  shardRowSchema,
  shardTotalsSchema,
  type ShardOutcome,
  type ShardRow,
  type ShardTotals,
} from './lib/shard';
export {
  parseCardContentKey,
  parseSeedOriginalKey,
  storageKeys,
} from './lib/storage-keys';
export {
  MAX_PROMPT_CHARACTERS,
  MAX_STEPS,
  modelTierSchema,
  stepIdSchema,
  templateDefinitionSchema,
  templateDialectSchema,
  templateIssueSchema,
  templatePageSchema,
  templatePreviewRequestSchema,
  templatePreviewSchema,
  templateSchema,
  templateStepSchema,
  type ModelTier,
  type Template,
  type TemplateDefinition,
  type TemplateDialect,
  type TemplateInput,
  type TemplatePreview,
  type TemplateStep,
} from './lib/template';
export { cutText, textSchema } from './lib/text';
export { costRowPageSchema, costRowSchema, type CostRow } from './lib/cost-row';
export {
  columnIssues,
  columnSchema,
  columnValue,
  datasetColumnsSchema,
  orderedColumns,
  type DatasetColumn,
  type DatasetColumns,
} from './lib/dataset-columns';
export { placeholderOutput } from './lib/placeholder-output';
export {
  DEFAULT_CHAT_MAX_TOKENS,
  chatParametersSchema,
  type ChatParameters,
} from './lib/studio/chat-parameters';
export { EventSequence } from './lib/studio/event-sequence';
export {
  DEFAULT_HISTORY_DAYS,
  projectDefinitionSchema,
  projectPageSchema,
  projectSchema,
  projectSettingsSchema,
  projectStatusSchema,
  type Project,
  type ProjectDefinition,
  type ProjectInput,
  type ProjectSettings,
  type ProjectStatus,
} from './lib/studio/project';
export {
  cardDiffSchema,
  diffCards,
  type CardDiff,
} from './lib/studio/card-diff';
export {
  LATEST_LABEL,
  MAX_CARDS_PER_PROJECT,
  MAX_LABELS_PER_CARD,
  cardDuplicateSchema,
  cardLabelSchema,
  cardLabelTargetSchema,
  cardOrderSchema,
  cardRollbackSchema,
  promptCardDefinitionSchema,
  promptCardPageSchema,
  promptCardSchema,
  promptCardSummarySchema,
  type CardDuplicate,
  type CardRollback,
  type PromptCard,
  type PromptCardDefinition,
  type PromptCardInput,
  type PromptCardSummary,
} from './lib/studio/prompt-card';
export {
  MAX_COLUMNS,
  MAX_INPUT_BYTES,
  MAX_UPLOAD_BYTES,
  MIN_COLUMNS,
  comparisonRequestSchema,
  comparisonSchema,
  runPageSchema,
  runUploadSchema,
  isRunOver,
  runActionSchema,
  runFailureKindSchema,
  runFailureSchema,
  runRequestSchema,
  runSchema,
  runSettingsSchema,
  runStatusSchema,
  runUsageSchema,
  type Comparison,
  type ComparisonInput,
  type ComparisonRequest,
  type RunUpload,
  type Run,
  type RunAction,
  type RunFailure,
  type RunFailureKind,
  type RunInput,
  type RunRequest,
  type RunSettings,
  type RunStatus,
  type RunUsage,
} from './lib/studio/run';
export { branchTo } from './lib/studio/branch';
export { planRun, type RunContext, type RunPlan } from './lib/studio/plan-run';
export {
  runAssignmentSchema,
  type RunAssignment,
} from './lib/studio/run-assignment';
export {
  MAX_EVENT_TEXT_BYTES,
  endsRun,
  runEventSchema,
  type RunEvent,
} from './lib/studio/run-event';
export {
  HISTORY_MESSAGES,
  answerMessageSchema,
  chatMessageSchema,
  questionMessageSchema,
  sessionHistorySchema,
  sessionPageSchema,
  sessionSchema,
  type AnswerMessage,
  type ChatMessage,
  type QuestionMessage,
  type Session,
  type SessionHistory,
} from './lib/studio/session';
export {
  MAX_FRAME_BYTES,
  readSocketFrame,
  socketFrames,
} from './lib/studio/socket-frame';
export {
  eventStreamSchema,
  socketMessageSchema,
  socketRequestSchema,
  socketTicketSchema,
  type SocketMessage,
  type SocketRequest,
  type SocketTicket,
  type EventStream,
} from './lib/studio/socket-message';
export { analyzeMessage } from './lib/pipeline/analyze-message';
export { enhanceResponse, type Answer } from './lib/pipeline/enhance-response';
export {
  chatOutcomeSchema,
  finalResponseSchema,
  pipelineTokensSchema,
  responseFormatSchema,
  type ChatOutcome,
  type FinalResponse,
  type PipelineTokens,
  type ResponseFormat,
} from './lib/pipeline/final-response';
export {
  TIER_OF_COMPLEXITY,
  codeDetectionSchema,
  complexityReasonSchema,
  complexitySchema,
  messageAnalysisSchema,
  type CodeDetection,
  type Complexity,
  type ComplexityReason,
  type MessageAnalysis,
} from './lib/pipeline/message-analysis';
export {
  MAX_LOGGED_CHARACTERS,
  daySchema,
  pipelineErrorSchema,
  pipelineExecutionSchema,
  pipelineListQuerySchema,
  pipelineLogPageSchema,
  pipelineLogSchema,
  type PipelineError,
  type PipelineExecution,
  type PipelineListQuery,
  type PipelineLog,
} from './lib/pipeline/pipeline-log';
export {
  pipelineIdSchema,
  pipelineInputSchema,
  pipelineRequestSchema,
  type PipelineInput,
  type PipelineRequest,
} from './lib/pipeline/pipeline-request';
export {
  pipelineStageSchema,
  stageTimesSchema,
  type PipelineStage,
  type StageTimes,
} from './lib/pipeline/pipeline-stage';
export {
  caughtErrorSchema,
  pipelineStateSchema,
  type CaughtError,
  type PipelineState,
} from './lib/pipeline/pipeline-state';
export {
  isPipelineFailure,
  isPipelineSuccess,
  pipelineEndSchema,
  pipelineStatusSchema,
  type PipelineEnd,
  type PipelineStatus,
} from './lib/pipeline/pipeline-status';
export {
  HISTOGRAM_RELATIVE_ERROR,
  addHistograms,
  bucketOf,
  quantileOf,
  sampleCount,
  type Histogram,
} from './lib/studio/histogram';
export {
  MAX_METRICS_DAYS,
  measuresOf,
  percentilesSchema,
  studioMetricsQuerySchema,
  studioMetricsSchema,
  type ModelDay,
  type Percentiles,
  type RunCounts,
  type StudioMeasures,
  type StudioMetrics,
  type StudioMetricsQuery,
} from './lib/studio/studio-metrics';
export {
  cardsTemplateRequestSchema,
  sessionSeedRequestSchema,
  type CardsTemplateRequest,
  type SessionSeedRequest,
} from './lib/studio/bridges';
export { sessionRows, type SessionRow } from './lib/studio/session-rows';
