import { sseData } from './sse-lines';

async function parse(chunks: readonly Uint8Array[]): Promise<string[]> {
  async function* body() {
    yield* chunks;
  }
  const found: string[] = [];
  for await (const data of sseData(body())) found.push(data);
  return found;
}

describe(sseData.name, () => {
  const stream = Buffer.from(
    'data: {"a":"ü"}\r\n\r\n: comment\nevent: x\ndata:two\n\ndata: [DONE]',
  );

  it.each([1, 2, 7, 1000])(
    'reads data lines from chunks of %d bytes',
    async (size) => {
      const chunks = Array.from(
        { length: Math.ceil(stream.length / size) },
        (_, index) => stream.subarray(index * size, (index + 1) * size),
      );
      expect(await parse(chunks)).toEqual(['{"a":"ü"}', 'two', '[DONE]']);
    },
  );

  it('reads nothing from nothing', async () => {
    expect(await parse([])).toEqual([]);
  });
});
