import { analyze as runAnalyze } from './analyze';
import { chat as runChat } from './chat';
import { loadConfig } from './config';
import { enhance as runEnhance } from './enhance';
import { log as runLog } from './log';
import { logFailure as runLogFailure } from './log-failure';
import { endEventSchema, recordEnd as runRecordEnd } from './record-end';
import { runStage } from './run-stage';
import { stageError } from './service-unavailable';
import { stageEventSchema } from './stage-event';
import { surroundingsOf } from './surroundings';

const surroundings = surroundingsOf(loadConfig());
const { logger } = surroundings;

export const analyze = (event: unknown) =>
  runStage('AnalyzeInput', event, (stage) => runAnalyze(stage, surroundings));

export const chat = (event: unknown) =>
  runStage('CallExistingChatbot', event, (stage) =>
    runChat(stage, surroundings),
  );

export const enhance = (event: unknown) =>
  runStage('EnhanceResponse', event, (stage) =>
    runEnhance(stage, surroundings),
  );

export const log = async (event: unknown) => {
  const stage = stageEventSchema.parse(event);
  const { pipeline_id } = stage.state;
  try {
    const logged = await runLog(stage, surroundings);
    logger.info({ pipeline_id, ...logged }, 'pipeline.ended');
    return { pipeline_id, ...logged };
  } catch (error) {
    throw stageError(error);
  }
};

export const logFailure = async (event: unknown) => {
  const stage = stageEventSchema.parse(event);
  const { pipeline_id, error } = stage.state;
  try {
    const logged = await runLogFailure(stage, surroundings);
    logger.info(
      { pipeline_id, ...logged, kind: error?.Error },
      'pipeline.ended',
    );
    return { pipeline_id, ...logged };
  } catch (failure) {
    throw stageError(failure);
  }
};

export const recordEnd = async (event: unknown) => {
  const end = endEventSchema.parse(event);
  const recorded = await runRecordEnd(end, {
    ...surroundings,
    executions: surroundings.executions(),
  });
  const { name: pipeline_id, status } = end.detail;
  logger.info(
    { pipeline_id, status, isRecorded: recorded !== undefined },
    'pipeline.end.heard',
  );
};
