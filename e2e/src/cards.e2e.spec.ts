import {
  problemSchema,
  projectSchema,
  promptCardPageSchema,
  promptCardSchema,
  type PromptCard,
} from '@plot-palette/domain';
import { Api } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const EDITS = 200;
const CARDS = 4;
const WRITERS = 16;

describe('a prompt card', () => {
  let api: Api;
  let cards: string;
  beforeEach(async () => {
    api = new Api(outputs, (await newUser(outputs)).accessToken);
    const project = { name: 'Fables' };
    const { projectId } = await api.expect(
      projectSchema,
      'POST',
      '/api/projects',
      project,
    );
    cards = `/api/projects/${projectId}/prompts`;
  });

  const read = (path: string): Promise<PromptCard> =>
    api.expect(promptCardSchema, 'GET', path);

  /** Adds a line to what it has read, and reads again when somebody else was faster. @returns how often that was. */
  async function addLine(path: string, line: string): Promise<number> {
    for (let refused = 0; ; refused += 1) {
      const { title, content, version } = await read(path);
      const body = { title, content: `${content}\n${line}`, message: line };
      const etag = { 'if-match': `"${version}"` };
      const response = await api.call('PUT', path, body, etag);
      if (response.ok) return refused;
      const { type } = problemSchema.parse(await response.json());
      expect([response.status, type]).toEqual([
        409,
        expect.stringContaining('conflict'),
      ]);
    }
  }

  async function versionsOf(path: string) {
    const versions: { version: number; message: string }[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await api.expect(
        promptCardPageSchema,
        'GET',
        `${path}/versions?limit=100${cursor}`,
      );
      versions.push(...items);
      cursor = nextCursor === undefined ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    return versions.reverse();
  }

  async function expectVersionsOf(path: string, lines: readonly string[]) {
    const versions = await versionsOf(path);
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: lines.length + 1 }, (_, i) => i + 1),
    );
    const written = versions.slice(1).map(({ message }) => message);
    expect([...written].sort()).toEqual([...lines].sort());
    // Each edit stands on the one before it: none was overwritten.
    const latest = await read(path);
    expect(latest.version).toBe(lines.length + 1);
    expect(latest.content).toBe(['begin', ...written].join('\n'));
    const old = await read(`${path}?version=10`);
    expect(old.content).toBe(['begin', ...written.slice(0, 9)].join('\n'));
  }

  it(`keeps each of ${EDITS} edits, ${WRITERS} at a time, in versions without a gap`, async () => {
    const edited = await Promise.all(
      Array.from({ length: CARDS }, async (_, card) => {
        const { promptId } = await api.expect(promptCardSchema, 'POST', cards, {
          title: `Card ${card}`,
          content: 'begin',
        });
        const lines = Array.from(
          { length: EDITS / CARDS },
          (_line, i) => `edit ${i} of card ${card} 🦊`,
        );
        return { path: `${cards}/${promptId}`, lines };
      }),
    );
    const waiting = Array.from({ length: EDITS / CARDS }, (_, i) =>
      edited.map(({ path, lines }) => ({ path, line: lines[i] ?? '' })),
    ).flat();
    let refused = 0;
    const write = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop())
        refused += await addLine(next.path, next.line);
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    for (const { path, lines } of edited) await expectVersionsOf(path, lines);
    // Else the writers would not have met.
    expect(refused).toBeGreaterThan(0);
  });

  it('is created as often as it is asked for at once, each at a place of its own', async () => {
    const created = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) =>
        api.expect(promptCardSchema, 'POST', cards, {
          title: `Card ${i}`,
          content: 'text',
        }),
      ),
    );
    const { items } = await api.expect(promptCardPageSchema, 'GET', cards);
    expect(items.map(({ promptId }) => promptId).sort()).toEqual(
      created.map(({ promptId }) => promptId).sort(),
    );
    const left = created.filter((_, i) => i % 2 === 0);
    await Promise.all(
      created
        .filter((_, i) => i % 2 === 1)
        .map(({ promptId }) => api.call('DELETE', `${cards}/${promptId}`)),
    );
    const after = await api.expect(promptCardPageSchema, 'GET', cards);
    expect(after.items.map(({ promptId }) => promptId).sort()).toEqual(
      left.map(({ promptId }) => promptId).sort(),
    );
  });
});
