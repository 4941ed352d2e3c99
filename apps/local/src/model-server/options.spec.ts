import { availableParallelism } from 'node:os';
import { parseOptions } from './options';

describe(parseOptions.name, () => {
  it('takes the simulator and its settings', () => {
    expect(
      parseOptions([
        '--backend',
        'sim',
        '--port',
        '0',
        '--sim-settings',
        '{"seed":2}',
      ]),
    ).toEqual({
      backend: 'sim',
      host: '127.0.0.1',
      port: 0,
      'sim-settings': { seed: 2 },
    });
  });

  it('leaves a core to the others by default', () => {
    const options = parseOptions(['--model-file', 'm.gguf']);
    expect(options).toMatchObject({
      backend: 'embedded',
      threads: Math.max(1, availableParallelism() - 1),
      sequences: 1,
    });
  });

  it('takes a model map', () => {
    const args = [
      '--backend=openai',
      '--openai-url=http://localhost:11434/v1',
      '--model-map={"a":"b"}',
    ];
    expect(parseOptions(args)).toMatchObject({ 'model-map': { a: 'b' } });
  });

  it.each([
    [[], '--model-file: is required'],
    [['--backend', 'magic'], '--backend: '],
    [['--backend', 'sim', '--port', '70000'], '--port: '],
    [['--backend', 'sim', '--port', 'x'], '--port: '],
    [
      ['--backend', 'sim', '--sim-settings', '{'],
      '--sim-settings: is not valid JSON',
    ],
    [
      ['--backend', 'sim', '--model-file', 'x'],
      '--model-file: not an option of this back end',
    ],
    [
      ['--backend', 'openai', '--openai-url', 'localhost'],
      '--openai-url: must be an http(s) URL',
    ],
    [
      ['--backend', 'openai', '--openai-url', 'file:///etc'],
      '--openai-url: must be an http(s) URL',
    ],
    [
      [
        '--backend',
        'openai',
        '--openai-url',
        'http://x/v1',
        '--model-map',
        '{"a":1}',
      ],
      '--model-map.a: ',
    ],
    [['--prot', '1'], '--prot'],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('reports everything wrong at once', () => {
    expect(() =>
      parseOptions([
        '--backend',
        'embedded',
        '--port',
        '99999',
        '--sequences',
        '9',
      ]),
    ).toThrow(/--port[^]*--model-file[^]*--sequences/);
  });
});
