import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFN,
} from '@aws-sdk/client-sfn';
import { PipelineExecutions } from './pipeline-executions';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:pipeline';
const PIPELINE_ID = `p-${'0'.repeat(32)}`;
const STATE = { pipeline_id: PIPELINE_ID, userId: 'ada' };
const details = { message: 'no', $metadata: {} };

function over(client: Partial<Record<keyof SFN, unknown>>): PipelineExecutions {
  return new PipelineExecutions(client as SFN, MACHINE);
}

function entered(name: string, state: object) {
  const input = JSON.stringify(state);
  return { stateEnteredEventDetails: { name, input } };
}

describe(PipelineExecutions.name, () => {
  it('starts an execution of the pipeline’s id, once', async () => {
    const startExecution = jest.fn().mockResolvedValue({});
    await over({ startExecution }).start(STATE);
    expect(startExecution).toHaveBeenCalledWith({
      stateMachineArn: MACHINE,
      name: PIPELINE_ID,
      input: JSON.stringify(STATE),
    });
    startExecution.mockRejectedValue(new ExecutionAlreadyExists(details));
    await over({ startExecution }).start(STATE);
    startExecution.mockRejectedValue(new Error('throttled'));
    await expect(over({ startExecution }).start(STATE)).rejects.toThrow(
      'throttled',
    );
  });

  it('finds the stage that was begun last behind the tries of it and the states that only clean up', async () => {
    const later = { ...STATE, stageTimes: { AnalyzeInput: 7 } };
    const getExecutionHistory = jest.fn().mockResolvedValue({
      events: [
        entered('LogFailure', { ...later, error: { Error: 'NotFound' } }),
        { taskFailedEventDetails: {} },
        entered('CallExistingChatbot', later),
        entered('AnalyzeInput', STATE),
      ],
    });
    expect(
      await over({ getExecutionHistory }).progress(PIPELINE_ID),
    ).toMatchObject({
      stage: 'CallExistingChatbot',
      state: { ...later, error: { Error: 'NotFound' } },
    });
    const executionArn = `${MACHINE.replace('stateMachine', 'execution')}:${PIPELINE_ID}`;
    expect(getExecutionHistory).toHaveBeenCalledWith(
      expect.objectContaining({ executionArn, reverseOrder: true }),
    );
    getExecutionHistory.mockResolvedValue({ events: [] });
    expect(
      await over({ getExecutionHistory }).progress(PIPELINE_ID),
    ).toBeUndefined();
    getExecutionHistory.mockRejectedValue(new ExecutionDoesNotExist(details));
    expect(
      await over({ getExecutionHistory }).progress(PIPELINE_ID),
    ).toBeUndefined();
  });
});
