import { CheckpointConflict } from '@plot-palette/domain';

/** The object is not what the writer had read. The write may still be its own, repeated after a lost reply. */
export class PreconditionFailed extends CheckpointConflict {}

/** S3 could not decide between two writes at the same moment: the same write may be tried again. */
export class ConditionalConflict extends CheckpointConflict {}
