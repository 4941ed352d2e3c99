import {
  answerMessageSchema,
  chatMessageSchema,
  questionMessageSchema,
  type ChatMessage,
} from '@plot-palette/domain';
import { z } from 'zod';
import { expiresAtSchema } from './expiry';

/** Texts of a message beyond this go to the bucket: DynamoDB takes 400 KB an item. */
export const MAX_ROW_TEXT_BYTES = 300 * 1_024;

const row = {
  entry: z.string(),
  projectId: z.string(),
  /** The texts lie in the bucket. */
  textStored: z.boolean().default(false),
  expiresAt: expiresAtSchema,
};

/** A message under the attribute names of the first design: `userInput` and `assistantResponse` are the text. */
export const messageRowSchema = z.discriminatedUnion('role', [
  questionMessageSchema.omit({ text: true }).extend({
    ...row,
    userInput: z.string(),
  }),
  answerMessageSchema.omit({ text: true }).extend({
    ...row,
    assistantResponse: z.string(),
  }),
]);
export type MessageRow = z.infer<typeof messageRowSchema>;

/** What lies in the bucket when it is too long for the row. */
export const messageTextSchema = z.strictObject({
  text: z.string(),
  reasoning: z.string().optional(),
  system: z.string().optional(),
});
export type MessageText = z.infer<typeof messageTextSchema>;

/** Sorts by time; after `#session`, which is a session's head. */
export function messageEntry({
  createdAt,
  messageId,
}: Pick<ChatMessage, 'createdAt' | 'messageId'>): string {
  return `${createdAt}#${messageId}`;
}

export interface MessagePlacement {
  readonly projectId: string;
  readonly expiresAt: number;
}

/** The row of a message, and the text that has to be put into the bucket before it. */
export function toMessageRow(
  message: ChatMessage,
  placement: MessagePlacement,
): { readonly row: MessageRow; readonly stored: MessageText | undefined } {
  const isLong = textBytes(message) > MAX_ROW_TEXT_BYTES;
  const text = isLong ? '' : message.text;
  const placed = {
    ...placement,
    entry: messageEntry(message),
    textStored: isLong,
  };
  if (message.role === 'user') {
    const { text: _text, system, ...rest } = message;
    const prompt = system === undefined ? {} : { system };
    return {
      row: {
        ...rest,
        ...placed,
        ...(isLong ? {} : prompt),
        userInput: text,
      },
      stored: isLong ? { text: message.text, ...prompt } : undefined,
    };
  }
  const { text: _text, reasoning, ...rest } = message;
  const thoughts = reasoning === undefined ? {} : { reasoning };
  return {
    row: {
      ...rest,
      ...placed,
      ...(isLong ? {} : thoughts),
      assistantResponse: text,
    },
    stored: isLong ? { text: message.text, ...thoughts } : undefined,
  };
}

/** @param stored what the bucket has for a row whose texts lie there. */
export function toMessage(
  row: MessageRow,
  stored: MessageText | undefined,
): ChatMessage {
  const {
    entry: _entry,
    projectId: _project,
    textStored: _stored,
    expiresAt: _expiresAt,
    ...rest
  } = row;
  if (rest.role === 'user') {
    const { userInput, ...message } = rest;
    return chatMessageSchema.parse({ ...message, text: userInput, ...stored });
  }
  const { assistantResponse, ...message } = rest;
  return chatMessageSchema.parse({
    ...message,
    text: assistantResponse,
    ...stored,
  });
}

function textBytes(message: ChatMessage): number {
  const other =
    message.role === 'assistant' ? message.reasoning : message.system;
  return Buffer.byteLength(message.text) + Buffer.byteLength(other ?? '');
}
