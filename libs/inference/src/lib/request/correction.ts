import type { CallBound, TemplateStep } from '@plot-palette/domain';
import type { ModelRequest } from './build-request';
import { OUTPUT_BYTES_PER_TOKEN } from './estimate-bound';

/** UTF-16 units, of which none has more than three bytes: with the rest the message stays within its bound. */
const MAX_FAULT_CHARACTERS = 500;
const MAX_MESSAGE_BYTES = 2_048;

/**
 * The calls that one attempt at a step may make, given the bound of the first: with an output schema there may be a
 * second, which carries the first answer back to the model. That is reckoned with as later prompts reckon with outputs;
 * a longer one reserves more when it is known.
 */
export function worstCaseCalls(
  { outputSchema }: Pick<TemplateStep, 'outputSchema'>,
  call: CallBound,
): readonly [CallBound] | readonly [CallBound, CallBound] {
  if (outputSchema === undefined) return [call];
  const answerBytes = call.maxTokens * OUTPUT_BYTES_PER_TOKEN;
  return [call, longer(call, answerBytes + MAX_MESSAGE_BYTES)];
}

/** The follow-up turn that shows the model its answer, says what is wrong with it and asks for it again. */
export function buildCorrection(
  { input, bound, adjustments }: ModelRequest,
  answer: string,
  faults: readonly string[],
): ModelRequest {
  const message = correctionMessage(faults);
  return {
    input: {
      ...input,
      messages: [
        ...input.messages,
        { role: 'assistant', content: [{ text: answer }] },
        { role: 'user', content: [{ text: message }] },
      ],
    },
    bound: longer(
      bound,
      Buffer.byteLength(answer) + Buffer.byteLength(message),
    ),
    adjustments,
  };
}

function longer(call: CallBound, bytes: number): CallBound {
  return {
    ...call,
    inputBytes: call.inputBytes + bytes,
    messages: call.messages + 2,
  };
}

function correctionMessage(faults: readonly string[]): string {
  const list = faults.map((fault) => `- ${fault}`).join('\n');
  return `Your answer cannot be used:\n${list.slice(0, MAX_FAULT_CHARACTERS)}\nAnswer again with the corrected JSON value, complete, and nothing else.`;
}
