import type { Turn } from '../model-request';
import { invalid } from './bedrock-error';
import { type Fields, fields, isFields, list } from './fields';

/** Blocks that carry no text of their own and cost nothing here. */
const SILENT_BLOCKS = ['cachePoint', 'reasoningContent'];

export function readSystem(system: unknown): readonly string[] {
  if (system === undefined || system === null) return [];
  return list(system, 'system').flatMap((block, index) =>
    blockText(fields(block, `system.${index}`), `system.${index}`),
  );
}

/** The turns of a conversation; like Bedrock it must start with the user and alternate. */
export function readTurns(messages: unknown): readonly Turn[] {
  const all = list(messages, 'messages');
  if (all.length === 0)
    throw invalid('messages: at least one message is required.');
  return all.map((message, index) => {
    const { role, content } = fields(message, `messages.${index}`);
    if (role !== 'user' && role !== 'assistant')
      throw invalid(`messages.${index}.role must be user or assistant.`);
    if (index === 0 && role !== 'user') {
      throw invalid(
        'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
      );
    }
    if (index > 0 && (role === 'user') !== (index % 2 === 0)) {
      throw invalid(
        'A conversation must alternate between user and assistant roles. Make sure the conversation alternates and try again.',
      );
    }
    return { role, text: contentText(content, `messages.${index}.content`) };
  });
}

function contentText(content: unknown, where: string): string {
  const blocks = list(content, where);
  if (blocks.length === 0)
    throw invalid(`${where} is empty. Add a text block to it and try again.`);
  return blocks
    .flatMap((block, index) =>
      blockText(fields(block, `${where}.${index}`), `${where}.${index}`),
    )
    .join('');
}

function blockText(block: Fields, where: string): string[] {
  const text = block['text'];
  if (typeof text === 'string') {
    if (text.trim() === '')
      throw invalid(
        `The text field in the ContentBlock object at ${where} is blank. Add text to it and try again.`,
      );
    return [text];
  }
  if (block['json'] !== undefined) return [JSON.stringify(block['json'])];
  if (isFields(block['toolUse']))
    return [JSON.stringify(block['toolUse']['input'] ?? {})];
  if (isFields(block['toolResult']))
    return [
      contentText(
        block['toolResult']['content'],
        `${where}.toolResult.content`,
      ),
    ];
  if (isFields(block['guardContent']))
    return blockText(
      fields(block['guardContent']['text'], `${where}.guardContent.text`),
      where,
    );
  if (SILENT_BLOCKS.some((name) => block[name] !== undefined)) return [];
  throw invalid(
    `${where}: this server understands text, JSON and tool blocks, not ${Object.keys(block).join(', ') || 'an empty block'}.`,
  );
}
