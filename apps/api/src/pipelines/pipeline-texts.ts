import { Injectable } from '@nestjs/common';
import {
  finalResponseSchema,
  pipelineInputSchema,
  storageKeys,
  type PipelineExecution,
  type PipelineInput,
} from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';

/** The whole texts of executions, of which the log may have the beginning only. */
@Injectable()
export class PipelineTexts {
  constructor(private readonly objects: ObjectStore) {}

  async input(pipelineId: string): Promise<PipelineInput | undefined> {
    const text = await this.read(storageKeys.pipelineInput(pipelineId));
    return text === undefined
      ? undefined
      : pipelineInputSchema.parse(JSON.parse(text));
  }

  /** A text that is gone from the bucket stays cut, and is said to be. */
  async whole(execution: PipelineExecution): Promise<PipelineExecution> {
    if (!execution.isShortened) return execution;
    const input = await this.input(execution.pipeline_id);
    const whole = { ...execution, isShortened: input === undefined };
    if (input !== undefined) whole.user_message = input.message;
    if (execution.final_response === undefined) return whole;
    const text = await this.answer(execution);
    if (text === undefined) return { ...whole, isShortened: true };
    return { ...whole, final_response: { ...execution.final_response, text } };
  }

  private async answer({
    pipeline_id,
    final_response,
  }: PipelineExecution): Promise<string | undefined> {
    if (final_response?.format === 'raw')
      return this.read(storageKeys.pipelineAnswer(pipeline_id));
    const text = await this.read(storageKeys.pipelineResponse(pipeline_id));
    return text === undefined
      ? undefined
      : finalResponseSchema.parse(JSON.parse(text)).text;
  }

  private async read(key: string): Promise<string | undefined> {
    return (await this.objects.get(key))?.body.toString();
  }
}
