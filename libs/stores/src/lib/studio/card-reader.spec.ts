import { InvalidInput } from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';
import { CardReader } from './card-reader';
import { contentKey, type CardHead, type CardVersion } from './card-rows';
import { aCard } from './card.fixture';

/** Heads and versions as the tables have them; counts what is read of the bucket. */
class Shelf {
  readonly heads: CardHead[] = [];
  readonly versions: CardVersion[] = [];
  readonly contents = new Map<string, string>();
  readonly reads: string[] = [];
  readonly projectId = randomUUID();

  add(title: string, overrides: Partial<CardHead> = {}): CardHead {
    const { content: _, ...summary } = aCard(this.projectId);
    const head = {
      ...summary,
      contentId: randomUUID(),
      title,
      stepOrder: this.heads.length,
      ...overrides,
    };
    this.heads.push(head);
    this.save(head);
    return head;
  }

  /** The next version of a card. */
  edit(head: CardHead): CardHead {
    const next = {
      ...head,
      version: head.version + 1,
      contentId: randomUUID(),
    };
    this.heads[this.heads.indexOf(head)] = next;
    this.save(next);
    return next;
  }

  reader(cachedCharacters?: number): CardReader {
    return new CardReader(
      { list: async () => [...this.heads] },
      {
        version: async (_project, promptId, version) =>
          this.versions.find(
            (row) => row.promptId === promptId && row.version === version,
          ),
        content: async (row) => {
          this.reads.push(`${row.title}@${row.version}`);
          return this.contents.get(contentKey(row));
        },
      },
      cachedCharacters,
    );
  }

  private save(row: CardHead): void {
    this.versions.push(row);
    this.contents.set(contentKey(row), `${row.title}, version ${row.version}`);
  }
}

const contentsOf = (cards: readonly { content: string }[]) =>
  cards.map(({ content }) => content);

describe(CardReader.name, () => {
  it('gives the active cards in their order, in the versions that are wanted', async () => {
    const shelf = new Shelf();
    const tone = shelf.edit(shelf.add('Tone'));
    shelf.add('Off', { isActive: false });
    shelf.add('Rules');
    const read = (versions: Record<string, number>) =>
      shelf.reader().systemPromptCards(shelf.projectId, versions);
    expect(contentsOf(await read({}))).toEqual([
      'Tone, version 2',
      'Rules, version 1',
    ]);
    const [first] = await read({ [tone.promptId]: 1 });
    expect(first).toMatchObject({ version: 1, content: 'Tone, version 1' });
  });

  it('keeps the present place and switch of a card that is wanted in an old version', async () => {
    const shelf = new Shelf();
    const old = shelf.add('Tone', { isActive: false, stepOrder: 0 });
    shelf.heads[0] = { ...shelf.edit(old), isActive: true, stepOrder: 7 };
    const cards = await shelf
      .reader()
      .systemPromptCards(shelf.projectId, { [old.promptId]: 1 });
    expect(cards).toMatchObject([{ version: 1, isActive: true, stepOrder: 7 }]);
  });

  it('refuses cards and versions that there are not, all at once', async () => {
    const shelf = new Shelf();
    const tone = shelf.add('Tone');
    const stranger = randomUUID();
    const read = shelf.reader().systemPromptCards(shelf.projectId, {
      [tone.promptId]: 9,
      [stranger]: 1,
    });
    await expect(read).rejects.toBeInstanceOf(InvalidInput);
    await expect(read).rejects.toMatchObject({
      issues: [
        { where: `cardVersions.${stranger}` },
        { where: `cardVersions.${tone.promptId}` },
      ],
    });
  });

  it('reads each content once, and sees a change, a deletion and a switch at once', async () => {
    const shelf = new Shelf();
    const reader = shelf.reader();
    const read = async () =>
      contentsOf(await reader.systemPromptCards(shelf.projectId, {}));
    const tone = shelf.add('Tone');
    const rules = shelf.add('Rules');
    await read();
    await read();
    expect(shelf.reads).toEqual(['Tone@1', 'Rules@1']);
    shelf.edit(tone);
    expect(await read()).toEqual(['Tone, version 2', 'Rules, version 1']);
    shelf.heads[1] = { ...rules, isActive: false };
    expect(await read()).toEqual(['Tone, version 2']);
    shelf.heads.pop();
    expect(await read()).toEqual(['Tone, version 2']);
    expect(shelf.reads).toEqual(['Tone@1', 'Rules@1', 'Tone@2']);
  });

  it('leaves out a card that is deleted while it is read', async () => {
    const shelf = new Shelf();
    shelf.add('Tone');
    shelf.contents.clear();
    const cards = await shelf.reader().systemPromptCards(shelf.projectId, {});
    expect(cards).toEqual([]);
  });

  it('keeps no more in memory than it may', async () => {
    const shelf = new Shelf();
    shelf.add('Tone');
    const reader = shelf.reader(3);
    await reader.systemPromptCards(shelf.projectId, {});
    await reader.systemPromptCards(shelf.projectId, {});
    expect(shelf.reads).toEqual(['Tone@1', 'Tone@1']);
  });
});
