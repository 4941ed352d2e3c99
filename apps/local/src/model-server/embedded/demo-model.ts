import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import type {
  BuiltInChatWrapperType,
  Llama,
  LlamaContextSequence,
  LlamaModel,
} from 'node-llama-cpp';
import { GrammarCache } from './grammar-cache';
import { SlotPool } from './slot-pool';

export interface DemoModelOptions {
  /** Path of a .gguf file. */
  readonly modelFile: string;
  readonly threads: number;
  readonly sequences: number;
  readonly maxWaiting: number;
  /** Prompt and answer together. */
  readonly contextTokens: number;
}

/** A model that was loaded and is ready to generate. */
export interface DemoModel {
  readonly name: string;
  readonly contextTokens: number;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly chatWrapper: BuiltInChatWrapperType;
  readonly sequences: SlotPool<LlamaContextSequence>;
  readonly grammars: GrammarCache;
}

/**
 * Loads the model: two to six seconds, about half a gigabyte.
 *
 * @throws Error that says so when the file cannot be read or is no model
 */
export async function loadDemoModel(
  options: DemoModelOptions,
): Promise<DemoModel> {
  const { modelFile, threads, sequences, maxWaiting, contextTokens } = options;
  await access(modelFile, constants.R_OK).catch(() => {
    throw new Error(
      `The model file ${modelFile} cannot be read. Give --model-file the path of a .gguf file, or choose --backend sim or openai.`,
    );
  });
  // Only here: the other back ends and the tests do without this native library.
  const { getLlama, LlamaLogLevel, resolveChatWrapper } =
    await import('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama
    .loadModel({ modelPath: modelFile })
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `The model file ${modelFile} cannot be loaded: ${reason} Fetch it again.`,
        { cause: error },
      );
    });
  // Never all cores: the threads spin at a barrier for every layer, and one busy neighbour then stalls them all.
  const context = await model.createContext({
    sequences,
    contextSize: contextTokens,
    threads,
  });
  return {
    name: basename(modelFile, '.gguf'),
    contextTokens,
    llama,
    model,
    // Once: a chat without it finds its template anew and blocks for half a second.
    chatWrapper: resolveChatWrapper(model),
    sequences: new SlotPool(
      Array.from({ length: sequences }, () => context.getSequence()),
      maxWaiting,
    ),
    grammars: new GrammarCache(llama),
  };
}
