import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { LifecycleFunctions } from '../lifecycle/lifecycle-functions';

/** Asks for a dispatch now. When that fails the job still waits in the queue, and the minute's schedule finds it. */
@Injectable()
export class DispatchTrigger {
  constructor(
    private readonly functions: LifecycleFunctions,
    private readonly logger: PinoLogger,
  ) {}

  async trigger(jobId: string): Promise<void> {
    try {
      await this.functions.dispatch(jobId);
    } catch (error) {
      this.logger.warn({ err: error, jobId }, 'job.dispatch.not-triggered');
    }
  }
}
