import { Injectable, type OnModuleDestroy } from '@nestjs/common';

export interface WorkerTask {
  /** @returns the exit code. */
  run(): Promise<number>;
  /** The machine will be taken away soon. */
  interrupt(): void;
}

/** The process's one task, and what to close when it is done. */
@Injectable()
export class Worker implements OnModuleDestroy {
  constructor(
    private readonly task: WorkerTask,
    private readonly close: () => void,
  ) {}

  run(): Promise<number> {
    return this.task.run();
  }

  interrupt(): void {
    this.task.interrupt();
  }

  onModuleDestroy(): void {
    this.close();
  }
}
