import { StartFailure } from '../start-failure';

const TIMEOUT_MS = 5_000;

/**
 * Asks an OpenAI-compatible server for its models; whatever it answers, it is there. Nothing is asked of the models that
 * the local cloud brings along.
 * @throws StartFailure when nothing answers at the URL
 */
export async function assertModelAnswers(
  model: string,
  apiKey: string | undefined,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  if (!URL.canParse(model)) return;
  try {
    const response = await fetch(`${model.replace(/\/+$/, '')}/models`, {
      headers:
        apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
  } catch (error) {
    throw new StartFailure(
      `nothing answers at ${model}`,
      'Start the model server there, or choose another with --model.',
      { cause: error },
    );
  }
}
