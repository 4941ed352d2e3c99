import { ECS } from '@aws-sdk/client-ecs';
import { SFN } from '@aws-sdk/client-sfn';
import { createStores } from '@plot-palette/stores';
import { pino } from 'pino';
import type { LifecycleConfig } from './config';
import { Executions } from './executions';
import { WorkerTasks } from './worker-tasks';

/** Everything that the lifecycle's functions reach beyond their process. */
export function surroundingsOf(config: LifecycleConfig) {
  const { stateMachineArn, clusterArn, maxConcurrentJobs } = config;
  return {
    ...createStores(config.stores),
    logger: pino({ level: config.logLevel }),
    tasks: new WorkerTasks(new ECS({}), clusterArn),
    maxConcurrentJobs,
    /** @throws Error in a function that was not given the state machine. */
    executions: (): Executions => {
      if (stateMachineArn === undefined)
        throw new Error('The environment is not complete: STATE_MACHINE_ARN');
      return new Executions(new SFN({}), stateMachineArn);
    },
  };
}
