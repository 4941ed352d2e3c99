import { hashPrompt } from '../prompt-hash';
import type { ModelRequest, PromptTexts } from '../model-request';
import { invalid } from './bedrock-error';
import { type Fields, fields, optionalNumber, optionalTexts } from './fields';
import { readAnswerSchema } from './answer-schema';
import { readSystem, readTurns } from './message-texts';

/**
 * Reads the body of Converse and ConverseStream.
 *
 * @throws BedrockError `ValidationException` that names the field
 */
export function readConverseRequest(
  modelId: string,
  body: Fields,
): ModelRequest {
  const inference = fields(body['inferenceConfig'] ?? {}, 'inferenceConfig');
  const additional = fields(
    body['additionalModelRequestFields'] ?? {},
    'additionalModelRequestFields',
  );
  return {
    ...readTexts(modelId, body),
    maxTokens: optionalNumber(inference, 'maxTokens', {
      min: 1,
      integer: true,
    }),
    temperature: optionalNumber(inference, 'temperature', { min: 0, max: 1 }),
    topP: optionalNumber(inference, 'topP', { min: 0, max: 1 }),
    topK: optionalNumber(additional, 'top_k', { min: 0, integer: true }),
    stopSequences: optionalTexts(inference, 'stopSequences'),
    ...readAnswerSchema(body),
    prompt: hashPrompt(modelId, [
      body['system'],
      body['messages'],
      body['inferenceConfig'],
      body['toolConfig'],
      body['outputConfig'],
    ]),
  };
}

/**
 * Reads the body of CountTokens.
 *
 * @throws BedrockError `ValidationException` that names the field
 */
export function readCountTokensRequest(
  modelId: string,
  body: Fields,
): PromptTexts {
  const input = fields(body['input'], 'input');
  if (input['converse'] === undefined) {
    throw invalid(
      'input.converse is missing: this server counts the tokens of Converse requests only.',
    );
  }
  return readTexts(modelId, fields(input['converse'], 'input.converse'));
}

function readTexts(modelId: string, body: Fields): PromptTexts {
  return {
    modelId,
    system: readSystem(body['system']),
    turns: readTurns(body['messages']),
  };
}
