import { createHash, randomUUID } from 'node:crypto';
import type { PipelineRequest } from '@plot-palette/domain';
import { v5 as uuidFromName } from 'uuid';

/** Namespace of the projects that pipelines use when none is named. */
const PROJECTS = '8e0f3f0a-4f55-4d0b-bb0e-0f2c5f3f7f6d';
/** 32 hexadecimal digits. */
const ID_DIGITS = 32;

/** The same key of the same caller always names the same execution, and no other caller's. */
export function pipelineIdFor(
  userId: string,
  key: string = randomUUID(),
): string {
  return idFrom(['request', userId, key]);
}

/** One execution repeats another: whoever asks again gets the same. */
export function redriveIdOf(pipelineId: string): string {
  return idFrom(['redrive', pipelineId]);
}

export function pipelineProjectIdOf(userId: string): string {
  return uuidFromName(userId, PROJECTS);
}

/** Tells whether two requests under one key ask for the same. */
export function requestHashOf(request: PipelineRequest): string {
  const { message, projectId = null, sessionId = null } = request;
  return digest([message, projectId, sessionId]);
}

function idFrom(parts: readonly string[]): string {
  return `p-${digest(parts).slice(0, ID_DIGITS)}`;
}

function digest(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
