import {
  finalResponseSchema,
  NotFound,
  pipelineInputSchema,
  storageKeys,
  type FinalResponse,
  type PipelineInput,
} from '@plot-palette/domain';
import type { ObjectStore } from '@plot-palette/stores';

/** The texts of an execution, which lie in the bucket. Each is written by one stage; a repeated stage writes the same. */
export class PipelineFiles {
  constructor(private readonly objects: Pick<ObjectStore, 'get' | 'put'>) {}

  /** @throws NotFound when it is gone. */
  async input(pipelineId: string): Promise<PipelineInput> {
    const text = await this.read(storageKeys.pipelineInput(pipelineId));
    return pipelineInputSchema.parse(JSON.parse(text));
  }

  /** @throws NotFound when it is gone. */
  answer(pipelineId: string): Promise<string> {
    return this.read(storageKeys.pipelineAnswer(pipelineId));
  }

  /** @throws NotFound when it is gone. */
  async response(pipelineId: string): Promise<FinalResponse> {
    const text = await this.read(storageKeys.pipelineResponse(pipelineId));
    return finalResponseSchema.parse(JSON.parse(text));
  }

  async putAnswer(pipelineId: string, text: string): Promise<void> {
    await this.objects.put(storageKeys.pipelineAnswer(pipelineId), text, {
      contentType: 'text/markdown; charset=utf-8',
    });
  }

  async putResponse(
    pipelineId: string,
    response: FinalResponse,
  ): Promise<void> {
    await this.objects.put(
      storageKeys.pipelineResponse(pipelineId),
      JSON.stringify(response),
      { contentType: 'application/json' },
    );
  }

  private async read(key: string): Promise<string> {
    const object = await this.objects.get(key);
    if (object === undefined) throw new NotFound(`There is no object ${key}.`);
    return object.body.toString();
  }
}
