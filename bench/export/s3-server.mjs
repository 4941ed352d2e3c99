import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';

/**
 * As much of S3 as an export uses, over a directory. Large uploads are counted and thrown away, so that the disk is
 * written to by the export alone.
 */
export async function startS3(directory) {
  const server = createServer((request, response) => {
    answer(directory, request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(directory, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://s3');
  const path = join(directory, decodeURIComponent(pathname));
  if (request.method === 'GET') return read(path, request, response);
  const body = await consume(request, searchParams.has('partNumber'));
  if (searchParams.has('partNumber'))
    return response.setHeader('ETag', '"part"').end();
  if (request.method === 'PUT') {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
    return response.setHeader('ETag', '"object"').end();
  }
  if (request.method === 'POST')
    return response.end(
      searchParams.has('uploads')
        ? '<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>'
        : '<CompleteMultipartUploadResult><ETag>"object"</ETag></CompleteMultipartUploadResult>',
    );
  return response.writeHead(501).end();
}

async function consume(request, isPart) {
  if (!isPart) return buffer(request);
  request.resume();
  await once(request, 'end');
  return undefined;
}

async function read(path, request, response) {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined)
    return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range === null ? 0 : Number(range[1]);
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  response.writeHead(range === null ? 200 : 206, {
    ETag: '"object"',
    'Content-Length': end - start + 1,
  });
  createReadStream(path, { start, end, highWaterMark: 262_144 }).pipe(response);
}
