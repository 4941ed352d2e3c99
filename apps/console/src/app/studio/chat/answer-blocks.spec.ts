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

  it('takes headings and lists apart from paragraphs', () => {
    const markdown =
      '# Why\nOne.\nTwo.\n\n- a\n\n  still a\n  - b\n1. c\nDone.\n\nEnd.';
    expect(answerBlocks(markdown)).toEqual([
      { kind: 'heading', text: 'Why' },
      { kind: 'text', text: 'One.\nTwo.' },
      {
        kind: 'list',
        items: [
          { depth: 0, marker: '•', text: 'a\nstill a' },
          { depth: 1, marker: '•', text: 'b' },
          { depth: 0, marker: '1.', text: 'c' },
        ],
      },
      { kind: 'text', text: 'Done.' },
      { kind: 'text', text: 'End.' },
    ]);
  });

  it.each([
    ['an open block', '```\nhalf', [{ kind: 'code', text: 'half' }]],
    ['fences in a longer fence', '````\n```\n````', [{ text: '```' }]],
    ['tildes', '~~~py\nx\n~~~', [{ language: 'py', text: 'x' }]],
    ['ticks within a line', 'a ```b``` c', [{ kind: 'text' }]],
    ['other line ends', 'a\r\n```\r\nb\r\n```', [{ text: 'a' }, { text: 'b' }]],
    ['a hashtag', '#kettle', [{ kind: 'text' }]],
    ['a dash without a space', '-5 degrees', [{ kind: 'text' }]],
    ['nothing', '', []],
  ])('copes with %s', (_, markdown, blocks) =>
    expect(answerBlocks(markdown)).toMatchObject(blocks),
  );
});
