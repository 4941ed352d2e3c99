const SENTENCES = [
  'It was made up by the simulator and no model was asked.',
  'The same prompt gets the same words whenever it is asked.',
  'A real model would have read the prompt; this one only hashed it.',
  'Use it to test pipelines, budgets and retries, not to train anything.',
  'Its length follows the hash of the prompt, as does everything in it.',
  'The tokens counted for it are those that a test can predict.',
  'Point the endpoint at AWS or at a local model to get a real answer.',
  'Nothing in it depends on the time, the order or the number of callers.',
];

/** Plain text that says that it is simulated, with two to six sentences of filling. */
export function simulatedText(promptHex: string, random: () => number): string {
  const sentences = Array.from(
    { length: 2 + Math.floor(random() * 5) },
    () => SENTENCES[Math.floor(random() * SENTENCES.length)],
  );
  return `Simulated answer to prompt ${promptHex}. ${sentences.join(' ')}`;
}

/** ASCII filling of exactly so many bytes, in words of at most six letters. */
export function filling(bytes: number): string {
  return ' fill'.repeat(Math.ceil(bytes / 5)).slice(0, bytes);
}
