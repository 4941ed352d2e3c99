import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFN,
} from '@aws-sdk/client-sfn';
import { Executions } from './executions';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:lifecycle';
const attempt = (number: number) => ({
  jobId: 'job',
  attempt: number,
  startedAt: '2026-01-01T00:00:00.000Z',
});
const details = { message: 'no', $metadata: {} };

function over(client: Partial<Record<keyof SFN, unknown>>): Executions {
  return new Executions(client as SFN, MACHINE);
}

describe(Executions.name, () => {
  it('names the execution after job, start and attempt, so that a job of a deleted one’s id gets its own', async () => {
    const startExecution = jest.fn().mockResolvedValue({});
    await over({ startExecution }).start(attempt(2));
    expect(startExecution).toHaveBeenCalledWith({
      stateMachineArn: MACHINE,
      name: 'job-mjuohs00-2',
      input: '{"jobId":"job","attempt":2}',
    });
  });

  it('takes one that exists for started', async () => {
    const startExecution = () =>
      Promise.reject(new ExecutionAlreadyExists(details));
    await expect(
      over({ startExecution }).start(attempt(1)),
    ).resolves.toBeUndefined();
    const failing = () => Promise.reject(new Error('throttled'));
    await expect(
      over({ startExecution: failing }).start(attempt(1)),
    ).rejects.toThrow('throttled');
  });

  it.each([
    ['RUNNING', 'RUNNING'],
    ['PENDING_REDRIVE', 'RUNNING'],
    ['SUCCEEDED', 'CLOSED'],
    ['FAILED', 'CLOSED'],
    ['TIMED_OUT', 'CLOSED'],
    ['ABORTED', 'CLOSED'],
  ])('reads %s as %s', async (status, state) => {
    const describeExecution = jest.fn().mockResolvedValue({ status });
    expect(await over({ describeExecution }).state(attempt(3))).toBe(state);
    expect(describeExecution).toHaveBeenCalledWith({
      executionArn:
        'arn:aws:states:eu-west-1:123456789012:execution:lifecycle:job-mjuohs00-3',
    });
  });

  it('reads an unknown execution as ABSENT and has nothing to stop', async () => {
    const unknown = () => Promise.reject(new ExecutionDoesNotExist(details));
    expect(await over({ describeExecution: unknown }).state(attempt(1))).toBe(
      'ABSENT',
    );
    await expect(
      over({ stopExecution: unknown }).stop(attempt(1), 'deleted'),
    ).resolves.toBeUndefined();
  });
});
