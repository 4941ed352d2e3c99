import { z } from 'zod';

/** One thing that is wrong with a request: a dotted path, or file and row, or step, line and column. */
export const problemIssueSchema = z.object({
  where: z.string(),
  message: z.string(),
});

/** Body of every error answer of the API: RFC 9457 problem details, as `application/problem+json`. */
export const problemSchema = z.object({
  /** `urn:plot-palette:problem:{kind}`: what programs may branch on. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What is wrong here and what to do about it, for people. */
  detail: z.string(),
  /** The path that was asked for. */
  instance: z.string(),
  /** Names the request in the logs. */
  requestId: z.string(),
  issues: z.array(problemIssueSchema).optional(),
  /** Of `budget-too-small`: the smallest budget that would be accepted. */
  minimumBudgetUsd: z.number().positive().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
