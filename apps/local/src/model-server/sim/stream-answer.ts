import type { ModelAnswer } from '../model-backend';
import { BedrockError } from '../wire/bedrock-error';
import { LostReply } from '../wire/lost-reply';
import type { Draw } from './draw';
import { pause } from './pause';
import type { SimSettings } from './sim-settings';
import { tokenModelOf } from './token-model';

const MAX_PIECES = 16;
const MIN_PIECE_LENGTH = 16;

interface StreamContext {
  readonly settings: SimSettings;
  readonly draw: Draw;
  readonly totalMs: number;
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Hands an answer over in pieces spread over the latency.
 *
 * @throws BedrockError in the middle, at `streamErrorRate`; what was sent is billed
 * @throws LostReply when the caller leaves; what was sent is billed
 */
export async function streamAnswer(
  answer: ModelAnswer,
  context: StreamContext,
): Promise<void> {
  const { settings, draw, totalMs, onText, signal } = context;
  const pieces = piecesOf(answer.text);
  const failAt =
    draw('streamError') < settings.streamErrorRate
      ? Math.ceil(pieces.length / 2)
      : undefined;
  const firstMs = totalMs * settings.timeToFirstTokenShare;
  const pieceMs = (totalMs - firstMs) / Math.max(1, pieces.length);
  let sent = '';
  const billed = () => ({
    ...answer.usage,
    outputTokens: tokenModelOf(settings).count(sent),
  });
  if (!(await pause(firstMs, signal))) throw new LostReply('aborted', billed());
  for (const [index, piece] of pieces.entries()) {
    if (index === failAt) break;
    onText(piece);
    sent += piece;
    if (!(await pause(pieceMs, signal)))
      throw new LostReply('aborted', billed());
  }
  if (failAt === undefined) return;
  const name =
    settings.streamErrors[
      Math.floor(draw('streamErrorName') * settings.streamErrors.length)
    ];
  throw new BedrockError(
    name ?? 'InternalServerException',
    'Simulated: the stream broke off.',
    { billed: billed() },
  );
}

/** Cuts a text into at most sixteen pieces, never through a surrogate pair. */
function piecesOf(text: string): string[] {
  const length = Math.max(
    MIN_PIECE_LENGTH,
    Math.ceil(text.length / MAX_PIECES),
  );
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = start + length;
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}
