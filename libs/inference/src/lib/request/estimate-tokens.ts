/**
 * Few texts have more tokens than a third of their UTF-8 bytes: English has four to five bytes a token, and scripts of
 * three bytes a character about one character. Good enough to choose what fits; what is paid is bounded by bytes.
 */
const BYTES_PER_TOKEN = 3;

export function estimateTokens(text: string): number {
  return tokensOfBytes(Buffer.byteLength(text));
}

/** The same where only the bytes are known. */
export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
