import { answerBlocks } from './answer-blocks';

describe(answerBlocks, () => {
  it('takes code apart from what is around it', () => {
    expect(
      answerBlocks('Do this:\n\n```ts\nconst a = 1;\n```\n\nDone.'),
    ).toEqual([
      { kind: 'text', text: 'Do this:' },
      { kind: 'code', text: 'const a = 1;', language: 'ts' },
      { kind: 'text', text: 'Done.' },
    ]);
  });

  it.each([
    ['an open block', '```\nhalf', [{ kind: 'code', text: 'half' }]],
    ['fences in a longer fence', '````\n```\n````', [{ text: '```' }]],
    ['tildes', '~~~py\nx\n~~~', [{ language: 'py', text: 'x' }]],
    ['ticks within a line', 'a ```b``` c', [{ kind: 'text' }]],
    ['other line ends', 'a\r\n```\r\nb\r\n```', [{ text: 'a' }, { text: 'b' }]],
    ['nothing', '', []],
  ])('copes with %s', (_, markdown, blocks) =>
    expect(answerBlocks(markdown)).toMatchObject(blocks),
  );
});
