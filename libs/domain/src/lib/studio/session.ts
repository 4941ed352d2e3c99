import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { nanoUsdSchema } from '../money';
import { pageSchema } from '../page';
import { textSchema } from '../text';
import { runFailureSchema, runStatusSchema, runUsageSchema } from './run';

/** Messages of the branch that a model is shown before the input. */
export const HISTORY_MESSAGES = 50;

export const sessionSchema = z.strictObject({
  sessionId: uuidSchema,
  userId: z.string(),
  projectId: uuidSchema,
  /** The beginning of the first message, until it is renamed. */
  title: textSchema.min(1).max(200),
  messages: z.number().int().nonnegative(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type Session = z.infer<typeof sessionSchema>;
export const sessionPageSchema = pageSchema(sessionSchema);

const message = {
  messageId: uuidSchema,
  sessionId: uuidSchema,
  /** The message before it on its branch; null for the first. Messages with one parent are alternatives. */
  parentId: uuidSchema.nullable(),
  text: z.string(),
  createdAt: timestampSchema,
};

export const questionMessageSchema = z.strictObject({
  ...message,
  role: z.literal('user'),
  /** Stands in the place of the cards for this question and what follows it: the system prompt of a template's step. */
  system: z.string().optional(),
});
export type QuestionMessage = z.infer<typeof questionMessageSchema>;

export const answerMessageSchema = z.strictObject({
  ...message,
  role: z.literal('assistant'),
  runId: uuidSchema,
  status: runStatusSchema,
  model: z.string(),
  reasoning: z.string().optional(),
  /** The answer whose cut-off text this one goes on with. */
  continues: uuidSchema.optional(),
  /** `promptId@version` in the order of the system prompt. */
  promptCardsUsed: z.array(z.string()),
  /** What was left out or changed for it, in sentences; absent when nothing was. */
  notes: z.array(z.string()).optional(),
  usage: runUsageSchema.optional(),
  costNanoUsd: nanoUsdSchema,
  stopReason: z.string().optional(),
  failure: runFailureSchema.optional(),
  timeToFirstTokenMs: z.number().int().nonnegative().optional(),
  /** Milliseconds from the request to the end of the answer. */
  processingTime: z.number().int().nonnegative().optional(),
});
export type AnswerMessage = z.infer<typeof answerMessageSchema>;

/** A message of a session: a tree, of which a conversation is the path to one leaf. */
export const chatMessageSchema = z.discriminatedUnion('role', [
  questionMessageSchema,
  answerMessageSchema,
]);
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** `GET /sessions/{sessionId}`: the session and all its messages, oldest first. */
export const sessionHistorySchema = sessionSchema.extend({
  history: z.array(chatMessageSchema),
});
export type SessionHistory = z.infer<typeof sessionHistorySchema>;
