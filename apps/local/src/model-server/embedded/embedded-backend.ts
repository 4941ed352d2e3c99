import type { ChatHistoryItem, LlamaContextSequence } from 'node-llama-cpp';
import type {
  CallContext,
  ModelAnswer,
  ModelBackend,
  StopReason,
} from '../model-backend';
import type { ModelRequest, PromptTexts } from '../model-request';
import { invalid } from '../wire/bedrock-error';
import { LostReply } from '../wire/lost-reply';
import { chatHistory } from './chat-history';
import type { DemoModel } from './demo-model';

const DEFAULT_MAX_TOKENS = 160;
/** Room that an answer needs at least. */
const MIN_ANSWER_TOKENS = 16;
/** Measured to keep a model of this size fluent. A penalty under a grammar would punish the quotes of JSON. */
const SAMPLING = { temperature: 0.7, topP: 0.9, topK: 40, minP: 0.05 };
const REPEAT_PENALTY = { penalty: 1.1, lastTokens: 64 };

/** A small instruct model in this very process: a demonstration that needs no account and no network. */
export class EmbeddedBackend implements ModelBackend {
  readonly kind = 'embedded';
  readonly description: string;

  constructor(private readonly demo: DemoModel) {
    this.description = `built-in demo model (${demo.name})`;
  }

  async generate(
    request: ModelRequest,
    call: CallContext,
  ): Promise<ModelAnswer> {
    const history = chatHistory(request);
    const inputTokens = this.tokensOf(history);
    const room = this.demo.contextTokens - inputTokens;
    if (room < MIN_ANSWER_TOKENS) {
      throw invalid(
        `Input is too long: the prompt has ${inputTokens} tokens, and the built-in demo model takes ${this.demo.contextTokens} with the answer. Shorten it, or use another model.`,
      );
    }
    const maxTokens = Math.min(request.maxTokens ?? DEFAULT_MAX_TOKENS, room);
    return this.demo.sequences.withSlot(call.signal, (sequence) =>
      this.answer(sequence, history, { request, call, inputTokens, maxTokens }),
    );
  }

  async countTokens(texts: PromptTexts): Promise<number> {
    return this.tokensOf(chatHistory(texts));
  }

  async close(): Promise<void> {
    await this.demo.llama.dispose();
  }

  /** From the text itself: the meter of the sequence leaves out what it still holds from the prompt before. */
  private tokensOf(history: ChatHistoryItem[]): number {
    const { chatWrapper, model } = this.demo;
    return chatWrapper
      .generateContextState({ chatHistory: history })
      .contextText.tokenize(model.tokenizer).length;
  }

  private async answer(
    sequence: LlamaContextSequence,
    history: ChatHistoryItem[],
    run: Run,
  ): Promise<ModelAnswer> {
    const { request, call, inputTokens, maxTokens } = run;
    const { LlamaChat } = await import('node-llama-cpp');
    const grammar =
      request.schema && (await this.demo.grammars.grammarFor(request.schema));
    const chat = new LlamaChat({
      contextSequence: sequence,
      chatWrapper: this.demo.chatWrapper,
    });
    let outputTokens = 0;
    try {
      const { response, metadata } = await chat.generateResponse(history, {
        maxTokens,
        temperature: request.temperature ?? SAMPLING.temperature,
        topP: request.topP ?? SAMPLING.topP,
        topK: request.topK ?? SAMPLING.topK,
        minP: SAMPLING.minP,
        // The same prompt answers the same until it is asked again.
        seed: (request.prompt.low ^ call.attempt) >>> 0,
        repeatPenalty: grammar === undefined ? REPEAT_PENALTY : false,
        signal: call.signal,
        onToken: (tokens) => {
          outputTokens += tokens.length;
        },
        ...(grammar && { grammar }),
        ...(call.onText && { onTextChunk: call.onText }),
        ...(request.stopSequences.length > 0 && {
          customStopTriggers: request.stopSequences,
        }),
      });
      return {
        text: response,
        stopReason: stopReasonOf(metadata.stopReason),
        usage: { inputTokens, outputTokens },
      };
    } catch (error) {
      if (call.signal.aborted)
        throw new LostReply('aborted', { inputTokens, outputTokens });
      throw error;
    } finally {
      chat.dispose({ disposeSequence: false });
    }
  }
}

interface Run {
  readonly request: ModelRequest;
  readonly call: CallContext;
  readonly inputTokens: number;
  readonly maxTokens: number;
}

function stopReasonOf(reason: string): StopReason {
  if (reason === 'maxTokens') return 'max_tokens';
  return reason === 'customStopTrigger' ? 'stop_sequence' : 'end_turn';
}
