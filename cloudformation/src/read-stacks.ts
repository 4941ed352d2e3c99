import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplate, type Template } from './parse-template';

const DIRECTORY = join(__dirname, '..');

/** Every template of the product by its file name. */
export function readStacks(): Map<string, Template> {
  const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.yaml'));
  return new Map(
    files.map((file) => [
      file,
      parseTemplate(file, readFileSync(join(DIRECTORY, file), 'utf8')),
    ]),
  );
}

export function readStateMachine(name: string): unknown {
  return JSON.parse(
    readFileSync(join(DIRECTORY, 'statemachines', `${name}.asl.json`), 'utf8'),
  );
}
