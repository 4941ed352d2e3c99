import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sendText } from './send-text';

/** What the console reads at its start; on AWS the release writes the same file. */
export interface ConsoleConfig {
  readonly apiUrl: string;
  readonly socketUrl: string;
  readonly eventsUrl: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly cognitoEndpoint: string;
  readonly hosting: 'local';
  /** Shown where answers are shown, so that nobody takes a demo model for a real one. */
  readonly modelNotice: string;
}

export interface ConsoleSettings {
  readonly consoleDirectory: string;
  readonly emulatorEndpoint: string;
  readonly config: ConsoleConfig;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const NOT_BUILT = `The console is not built yet.

Build it with:  npm run build
The API works without it: see apiUrl in outputs.json.
`;

/** Serves the built console; any path that is no file belongs to its router. */
export async function serveConsole(
  request: IncomingMessage,
  response: ServerResponse,
  settings: ConsoleSettings,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(
      response,
      405,
      'The console takes only GET. The API is at /http-api.\n',
    );
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined)
    return sendText(response, 400, 'That is no valid path.\n');
  if (path === '/config.json') {
    return sendText(
      response,
      200,
      JSON.stringify(settings.config),
      CONTENT_TYPES['.json'],
    );
  }
  const file = await chooseFile(settings.consoleDirectory, path);
  if (file === undefined) {
    return extname(path) === ''
      ? sendText(response, 503, NOT_BUILT)
      : sendText(response, 404, 'There is no such file.\n');
  }
  response.writeHead(200, headersOf(file, settings.emulatorEndpoint));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(createReadStream(file), response).catch(() =>
    response.destroy(),
  );
}

/** The decoded path, undefined when it is malformed or leaves the directory. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') || normalize(path).includes('..')
      ? undefined
      : normalize(path);
  } catch {
    return undefined;
  }
}

async function chooseFile(
  directory: string,
  path: string,
): Promise<string | undefined> {
  const candidates =
    extname(path) === ''
      ? [join(directory, 'index.html')]
      : [join(directory, path)];
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
  }
  return undefined;
}

function headersOf(
  file: string,
  emulatorEndpoint: string,
): Record<string, string> {
  const extension = extname(file);
  // Names of built files carry a hash of their contents; index.html does not.
  const isHashed =
    extension !== '.html' && /[.-][\w-]{8}\.(js|css)$/.test(file);
  return {
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    'cache-control': isHashed
      ? 'public, max-age=31536000, immutable'
      : 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(extension === '.html'
      ? { 'content-security-policy': contentSecurityPolicy(emulatorEndpoint) }
      : {}),
  };
}

/** Uploads and downloads go to the bucket by presigned address, which is the emulator's own. */
function contentSecurityPolicy(emulatorEndpoint: string): string {
  return [
    "default-src 'self'",
    `connect-src 'self' ${emulatorEndpoint}`,
    "img-src 'self' data:",
    // Angular's component styles are inserted while it runs.
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
