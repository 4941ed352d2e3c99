import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What is read of the body of a Converse reply. A block without text is reasoning, or what nobody asked for. */
export const converseReplySchema = z.object({
  output: z
    .object({
      message: z
        .object({
          content: z
            .array(z.object({ text: z.string().optional() }))
            .optional(),
        })
        .optional(),
    })
    .optional(),
  stopReason: z.string().optional(),
  usage: z
    .object({
      inputTokens: count.optional(),
      outputTokens: count.optional(),
      cacheReadInputTokens: count.optional(),
      cacheWriteInputTokens: count.optional(),
    })
    .optional(),
});

export type ConverseReply = z.infer<typeof converseReplySchema>;
