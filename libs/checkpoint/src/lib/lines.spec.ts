import { linesOf } from './lines';

async function collect(...chunks: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = async function* () {
    yield* chunks;
  };
  for await (const some of linesOf(stream())) lines.push(...some);
  return lines;
}

describe(linesOf.name, () => {
  it('joins lines and characters that chunks cut apart', async () => {
    const bytes = Buffer.from('{"a":"ü"}\n{"b":"x\u2028y"}\n');
    const chunks = [...bytes].map((byte) => Buffer.of(byte));
    expect(await collect(...chunks)).toEqual(['{"a":"ü"}', '{"b":"x\u2028y"}']);
  });

  it('gives the last line without a line end', async () => {
    expect(await collect(Buffer.from('a\nb'))).toEqual(['a', 'b']);
  });
});
