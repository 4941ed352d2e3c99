import type { Readable } from 'node:stream';
import { invalid } from '../wire/bedrock-error';
import { type Fields, fields, parseJson } from '../wire/fields';

/**
 * Reads a request body of bounded size as a JSON object. What exceeds the bound is read and dropped, so that the
 * caller gets the answer and not a broken connection.
 *
 * @throws BedrockError `ValidationException`
 */
export async function readJson(
  body: Readable,
  maxBytes: number,
): Promise<Fields> {
  const { text, bytes } = await readText(body, maxBytes);
  if (text === undefined)
    throw invalid(
      `The request body has ${bytes} bytes; at most ${maxBytes} are accepted.`,
    );
  return fields(parseJson(text, 'The request body'), 'The request body');
}

function readText(
  body: Readable,
  maxBytes: number,
): Promise<{ text: string | undefined; bytes: number }> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks = [];
    });
    body.on('end', () =>
      resolve({
        text:
          bytes <= maxBytes
            ? Buffer.concat(chunks).toString('utf8')
            : undefined,
        bytes,
      }),
    );
    body.on('error', reject);
    body.on('close', () =>
      reject(new Error('The caller left before the request was complete.')),
    );
  });
}
