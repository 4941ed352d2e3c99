import { z } from 'zod';

/** The SDK reads a field that is null as one that is not there; a reply that is paid for is not lost for it. */
const optional = <Type extends z.ZodType>(type: Type) =>
  type.nullish().transform((value) => value ?? undefined);
const count = optional(z.number().int().nonnegative());

/** What is read of the body of a Converse reply. A block without text is reasoning, or what nobody asked for. */
const converseReplySchema = z.object({
  output: optional(
    z.object({
      message: optional(
        z.object({
          content: optional(z.array(z.object({ text: optional(z.string()) }))),
        }),
      ),
    }),
  ),
  stopReason: optional(z.string()),
  usage: optional(
    z.object({
      inputTokens: count,
      outputTokens: count,
      cacheReadInputTokens: count,
      cacheWriteInputTokens: count,
    }),
  ),
});

export type ConverseReply = z.infer<typeof converseReplySchema>;

/** @throws an error that says where, when it is of another shape. */
export function readConverseReply(content: unknown): ConverseReply {
  const reply = converseReplySchema.safeParse(content);
  if (reply.success) return reply.data;
  throw new Error(
    `The reply is not one of Converse: ${z.prettifyError(reply.error)}`,
  );
}
