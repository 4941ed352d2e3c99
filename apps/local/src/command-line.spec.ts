import { parseCommandLine, USAGE } from './command-line';
import { flags } from './command-line.json';
import { StartFailure } from './start-failure';

describe(parseCommandLine.name, () => {
  it('has a default for everything', () => {
    expect(parseCommandLine([])).toEqual({
      fresh: false,
      exitAfterDemo: false,
      demo: true,
      dataDirectory: '.local-cloud',
      model: 'embedded',
      modelMap: undefined,
      simSettings: undefined,
      ports: { frontDoor: 4400, emulator: 4566, model: 4567 },
      snapshotSeconds: 5,
    });
  });

  it.each([
    ['--ports', 'auto'],
    ['--port', 'auto'],
    ['--port', '0'],
  ])('takes free ports for all parts with %s %s', (...args) => {
    expect(parseCommandLine(args)?.ports).toEqual({
      frontDoor: 0,
      emulator: 0,
      model: 0,
    });
  });

  it('takes each port by itself', () => {
    const args = ['--port', '1', '--emulator-port', '2', '--model-port', '3'];
    expect(parseCommandLine(args)?.ports).toEqual({
      frontDoor: 1,
      emulator: 2,
      model: 3,
    });
  });

  it.each(['sim', 'embedded', 'http://localhost:11434/v1'])(
    'takes the model %s',
    (model) => {
      expect(parseCommandLine(['--model', model])?.model).toBe(model);
    },
  );

  it.each([
    [['--modle', 'sim'], /modle/],
    [['--model', 'gpt'], /--model is neither/],
    [['--port', '99999'], /--port/],
    [['--port', 'many'], /--port is not a port number/],
    [['--port', ''], /--port is not a port number/],
    [['--emulator-port', ''], /--emulator-port is not a port number/],
    [['--model-port', '1e3'], /--model-port is not a port number/],
    [['--data', ''], /--data needs the path of a directory/],
    [
      ['--snapshot-seconds', ''],
      /--snapshot-seconds is not a number of seconds/,
    ],
    [['--ports', 'some'], /--ports can only be auto/],
    [
      ['--model', 'sim', '--sim-settings', '{'],
      /--sim-settings is not valid JSON/,
    ],
    [['--sim-settings', '{}'], /--sim-settings needs --model sim/],
    [['--model-map', '{}'], /--model-map needs --model with a URL/],
    [['--exit', '--no-demo'], /--exit/],
    [['--snapshot-seconds', '0'], /--snapshot-seconds/],
    [['demo'], /demo/],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(StartFailure);
    expect(() => parseCommandLine(args)).toThrow(message);
  });

  it('names all problems at once', () => {
    expect(() => parseCommandLine(['--model', 'x', '--port', 'y'])).toThrow(
      /--model.*--port/,
    );
  });

  it.each(Object.keys(flags))('explains --%s in its help', (name) => {
    expect(USAGE).toContain(`  --${name} `);
  });

  it('answers nothing when help is asked for', () => {
    expect(parseCommandLine(['--help'])).toBeUndefined();
  });
});
