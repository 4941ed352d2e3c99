import { loadDemoModel } from './embedded/demo-model';
import { EmbeddedBackend } from './embedded/embedded-backend';
import type { ModelBackend } from './model-backend';
import { ModelNames } from './openai/model-names';
import { OpenAiBackend } from './openai/openai-backend';
import { OpenAiEndpoint } from './openai/openai-endpoint';
import type { Options } from './options';
import { SimBackend } from './sim/sim-backend';
import { parseSimSettings } from './sim/sim-settings';

/** Makes the back end that the command line asks for. The embedded one takes seconds to load. */
export async function createBackend(
  options: Options,
  openAiApiKey: string | undefined,
): Promise<ModelBackend> {
  switch (options.backend) {
    case 'sim':
      return new SimBackend(parseSimSettings(options['sim-settings'] ?? {}));
    case 'embedded':
      return new EmbeddedBackend(
        await loadDemoModel({
          modelFile: options['model-file'],
          threads: options.threads,
          sequences: options.sequences,
          maxWaiting: options.queue,
          contextTokens: options['context-size'],
        }),
      );
    case 'openai': {
      const endpoint = new OpenAiEndpoint(options['openai-url'], openAiApiKey);
      const names = new ModelNames(
        endpoint,
        options['model-map'],
        options['openai-model'],
      );
      return new OpenAiBackend(endpoint, names);
    }
  }
}
