import { z } from 'zod';

/** Names of the tables of the prompt studio and the analysis pipeline; spread into an app's own environment schema. */
export const studioEnvironment = {
  PROJECTS_TABLE: z.string().min(3),
  PROMPTS_TABLE: z.string().min(3),
  CHAT_HISTORY_TABLE: z.string().min(3),
  RUN_EVENTS_TABLE: z.string().min(3),
  CONNECTIONS_TABLE: z.string().min(3),
  STUDIO_METRICS_TABLE: z.string().min(3),
  PIPELINE_LOGS_TABLE: z.string().min(3),
} as const;

export type StudioEnvironment = {
  readonly [Variable in keyof typeof studioEnvironment]: string;
};

export interface StudioTables {
  readonly projects: string;
  readonly prompts: string;
  readonly chatHistory: string;
  readonly runEvents: string;
  readonly connections: string;
  readonly studioMetrics: string;
  readonly pipelineLogs: string;
}

export function studioTables(environment: StudioEnvironment): StudioTables {
  return {
    projects: environment.PROJECTS_TABLE,
    prompts: environment.PROMPTS_TABLE,
    chatHistory: environment.CHAT_HISTORY_TABLE,
    runEvents: environment.RUN_EVENTS_TABLE,
    connections: environment.CONNECTIONS_TABLE,
    studioMetrics: environment.STUDIO_METRICS_TABLE,
    pipelineLogs: environment.PIPELINE_LOGS_TABLE,
  };
}
