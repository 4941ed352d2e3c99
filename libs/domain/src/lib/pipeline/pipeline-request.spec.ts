import { MAX_INPUT_BYTES } from '../studio/run';
import { pipelineIdSchema, pipelineRequestSchema } from './pipeline-request';

describe('pipelineRequestSchema', () => {
  const accepts = (message: unknown) =>
    pipelineRequestSchema.safeParse({ message }).success;

  it.each([
    ['as much as fits', 'é'.repeat(MAX_INPUT_BYTES / 2), true],
    ['a byte more', `${'é'.repeat(MAX_INPUT_BYTES / 2)}x`, false],
    ['nothing', '', false],
    ['only blanks', ' \n\u00a0\u3000', false],
    ['half a character', '\ud83d', false],
    ['no text', 7, false],
  ])('decides on %s', (_name, message, accepted) => {
    expect(accepts(message)).toBe(accepted);
  });

  it('knows an id by its form', () => {
    expect(pipelineIdSchema.safeParse(`p-${'a'.repeat(32)}`).success).toBe(
      true,
    );
    expect(pipelineIdSchema.safeParse(`p-${'A'.repeat(32)}`).success).toBe(
      false,
    );
    expect(pipelineIdSchema.safeParse('../p-1').success).toBe(false);
  });
});
