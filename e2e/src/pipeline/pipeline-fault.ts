import type { PipelineEnd, PipelineError } from '@plot-palette/domain';

export const PIPELINE_STATES = [
  'AnalyzeInput',
  'CallExistingChatbot',
  'EnhanceResponse',
  'LogResults',
  'LogFailure',
] as const;
export type PipelineStateName = (typeof PIPELINE_STATES)[number];

/**
 * DENIED: tables and bucket refuse what the state asks about the execution. OUTAGE: they are away for longer than one
 * invocation tries. HELD: they do not answer until they are told to.
 */
export type Trouble = 'DENIED' | 'OUTAGE' | 'HELD';

export interface PipelineFault {
  readonly at: readonly PipelineStateName[];
  readonly trouble: Trouble;
  readonly end: {
    readonly status: PipelineEnd;
    readonly component?: PipelineError['component'];
  };
}

/** What can go wrong with an execution, and how it has to end then. */
export const PIPELINE_FAULTS = {
  /** The test stops it while it waits. */
  abort: {
    at: ['CallExistingChatbot'],
    trouble: 'HELD',
    end: { status: 'ABORTED', component: 'CallExistingChatbot' },
  },
  analysis: {
    at: ['AnalyzeInput'],
    trouble: 'DENIED',
    end: { status: 'FAILED', component: 'AnalyzeInput' },
  },
  chat: {
    at: ['CallExistingChatbot'],
    trouble: 'DENIED',
    end: { status: 'FAILED', component: 'CallExistingChatbot' },
  },
  enhancement: {
    at: ['EnhanceResponse'],
    trouble: 'DENIED',
    end: { status: 'DEGRADED', component: 'EnhanceResponse' },
  },
  log: {
    at: ['LogResults'],
    trouble: 'DENIED',
    end: { status: 'FAILED', component: 'LogResults' },
  },
  /** Nobody inside the state machine can write the row. */
  logOfFailure: {
    at: ['AnalyzeInput', 'LogFailure'],
    trouble: 'DENIED',
    end: { status: 'FAILED', component: 'AnalyzeInput' },
  },
  outage: {
    at: ['AnalyzeInput'],
    trouble: 'OUTAGE',
    end: { status: 'COMPLETED' },
  },
} as const satisfies Record<string, PipelineFault>;
export type FaultName = keyof typeof PIPELINE_FAULTS;
export const FAULT_NAMES = Object.keys(PIPELINE_FAULTS) as FaultName[];

const MARK = /\[fault: (\w+)\]/;

/** A message that says what is to go wrong with it. */
export function faultyMessage(text: string, fault: FaultName): string {
  return `${text} [fault: ${fault}]`;
}

export function faultIn(message: string): PipelineFault | undefined {
  const name = MARK.exec(message)?.[1];
  return FAULT_NAMES.includes(name as FaultName)
    ? PIPELINE_FAULTS[name as FaultName]
    : undefined;
}
