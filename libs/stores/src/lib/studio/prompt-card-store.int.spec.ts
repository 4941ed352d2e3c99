import {
  Conflict,
  InvalidInput,
  MAX_CARDS_PER_PROJECT,
  MAX_LABELS_PER_CARD,
  NotFound,
  storageKeys,
  type PromptCard,
} from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';
import { localCloudStores } from '../local-cloud.fixture';
import { aCard, aProject, edited } from './card.fixture';
import { CardHeads } from './card-heads';
import { ProjectStore } from './project-store';
import { PromptCardStore } from './prompt-card-store';

const { objects, studio, close } = localCloudStores();
const { projects, cardHeads, promptCards } = studio;
afterAll(close);

async function someProject(): Promise<string> {
  const project = aProject();
  await projects.create(project);
  return project.projectId;
}

async function someCard(overrides: Partial<PromptCard> = {}) {
  const card = aCard(overrides.projectId ?? (await someProject()), overrides);
  await promptCards.create(card);
  return card;
}

async function keysOf(projectId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of objects.list(storageKeys.project(projectId)))
    keys.push(key);
  return keys;
}

describe(ProjectStore.name, () => {
  it('keeps, lists, changes and deletes projects', async () => {
    const first = aProject({ updatedAt: '2026-01-01T00:00:00.000Z' });
    await projects.create(first);
    await expect(projects.create(first)).rejects.toBeInstanceOf(Conflict);
    const other = aProject({ owner: first.owner });
    await projects.create(other);
    expect(await projects.get(first.projectId)).toEqual(first);
    const page = await projects.listByOwner(first.owner, { limit: 1 });
    expect(page.items).toEqual([other]);
    const { items } = await projects.listByOwner(first.owner, {
      limit: 1,
      cursor: page.nextCursor,
    });
    expect(items).toEqual([first]);
    expect((await projects.listAll({ limit: 100 })).items).toContainEqual(
      other,
    );
    await promptCards.create(aCard(first.projectId));
    const next = { ...first, version: 2, name: 'Annað' };
    await projects.update(next, 1);
    expect(await projects.get(first.projectId)).toEqual(next);
    await expect(projects.update(next, 1)).rejects.toBeInstanceOf(Conflict);
    await projects.delete(first.projectId);
    expect(await projects.get(first.projectId)).toBeUndefined();
    await expect(projects.update(next, 2)).rejects.toBeInstanceOf(NotFound);
  });
});

describe(PromptCardStore.name, () => {
  it('keeps every version with its content and shows the latest', async () => {
    const first = await someCard();
    const { projectId, promptId } = first;
    const second = edited(first, { title: 'Tónn', stepOrder: 4 });
    await promptCards.update(second, first);
    expect(await promptCards.get(projectId, promptId)).toEqual(second);
    expect(await promptCards.get(projectId, promptId, 1)).toEqual(first);
    expect(await promptCards.get(projectId, promptId, 3)).toBeUndefined();
    expect(await promptCards.get(projectId, randomUUID())).toBeUndefined();
    expect(await promptCards.get(randomUUID(), promptId)).toBeUndefined();
    const newest = await promptCards.listVersions(projectId, promptId, {
      limit: 1,
    });
    const { content: _, ...summary } = second;
    expect(newest.items).toEqual([summary]);
    const older = await promptCards.listVersions(projectId, promptId, {
      limit: 5,
      cursor: newest.nextCursor,
    });
    expect(older.items).toMatchObject([{ version: 1, title: 'Tone' }]);
  });

  it('takes no cursor of another card', async () => {
    const card = await someCard();
    const other = await someCard({ projectId: card.projectId });
    await promptCards.update(edited(card), card);
    await promptCards.update(edited(other), other);
    const { nextCursor } = await promptCards.listVersions(
      card.projectId,
      card.promptId,
      { limit: 1 },
    );
    await expect(
      promptCards.listVersions(card.projectId, other.promptId, {
        limit: 1,
        cursor: nextCursor,
      }),
    ).rejects.toBeInstanceOf(InvalidInput);
  });

  it('keeps labels and places that others moved during an edit', async () => {
    const card = await someCard();
    const { projectId, promptId } = card;
    const other = await someCard({ projectId, stepOrder: 1 });
    await cardHeads.setLabel(projectId, promptId, 'production', 1);
    await cardHeads.reorder(projectId, [other.promptId, promptId]);
    await promptCards.update(edited(card), card);
    expect(await promptCards.get(projectId, promptId)).toMatchObject({
      version: 2,
      stepOrder: 1,
      labels: { production: 1 },
    });
  });

  it('makes no card in a project that is not there or full', async () => {
    const nowhere = aCard(randomUUID());
    await expect(promptCards.create(nowhere)).rejects.toBeInstanceOf(NotFound);
    const projectId = await someProject();
    const cards = Array.from({ length: MAX_CARDS_PER_PROJECT + 1 }, (_, i) =>
      aCard(projectId, { stepOrder: i }),
    );
    for (const card of cards.slice(0, -1)) await promptCards.create(card);
    const full = promptCards.create(aCard(projectId));
    await expect(full).rejects.toThrow('as many as it may have');
    const promptIds = cards.slice(0, -1).map(({ promptId }) => promptId);
    await cardHeads.reorder(projectId, promptIds.toReversed());
    const listed = await cardHeads.list(projectId);
    expect(listed.map(({ promptId }) => promptId)).toEqual(
      promptIds.toReversed(),
    );
    await promptCards.delete(projectId, promptIds[0] ?? '');
    await promptCards.create(aCard(projectId));
  });

  it('deletes a card with its versions and contents, and no other', async () => {
    const card = await someCard();
    const { projectId, promptId } = card;
    const other = await someCard({ projectId });
    await promptCards.update(edited(card), card);
    await promptCards.delete(projectId, promptId);
    expect(await promptCards.get(projectId, promptId, 1)).toBeUndefined();
    await expect(
      promptCards.delete(projectId, promptId),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(promptCards.update(edited(card), card)).rejects.toBeInstanceOf(
      NotFound,
    );
    await promptCards.removeRemains(projectId, promptId);
    expect(await promptCards.contentKeys(projectId, promptId)).toEqual([]);
    expect(await keysOf(projectId)).toEqual(
      await promptCards.contentKeys(projectId, other.promptId),
    );
    await projects.delete(projectId);
    await promptCards.removeRemains(projectId);
    expect(await cardHeads.list(projectId)).toEqual([]);
    expect(await keysOf(projectId)).toEqual([]);
  });

  it('loses none of two hundred edits, 16 at a time, and leaves no gap', async () => {
    const projectId = await someProject();
    const cards = await Promise.all(
      [0, 1, 2, 3].map((stepOrder) => someCard({ projectId, stepOrder })),
    );
    const edits = Array.from({ length: 200 }, (_, i) => i);
    const saved: { promptId: string; version: number; edit: number }[] = [];
    let refused = 0;
    const save = async (edit: number): Promise<void> => {
      const promptId = cards[edit % cards.length]?.promptId ?? '';
      for (;;) {
        const read = await promptCards.get(projectId, promptId);
        if (read === undefined) throw new Error('the card is gone');
        const next = edited(read, { content: `edit ${edit}` });
        try {
          await promptCards.update(next, read);
          saved.push({ promptId, version: next.version, edit });
          return;
        } catch (error) {
          if (!(error instanceof Conflict)) throw error;
          refused += 1;
        }
      }
    };
    const worker = async (): Promise<void> => {
      for (let edit = edits.shift(); edit !== undefined; edit = edits.shift())
        await save(edit);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect(refused).toBeGreaterThan(0);
    expect(saved).toHaveLength(200);
    for (const { promptId } of cards) {
      const { items } = await promptCards.listVersions(projectId, promptId, {
        limit: 100,
      });
      expect(items.map(({ version }) => version)).toEqual(
        Array.from({ length: 51 }, (_, i) => 51 - i),
      );
    }
    for (const { promptId, version, edit } of saved)
      expect(await promptCards.get(projectId, promptId, version)).toMatchObject(
        { content: `edit ${edit}` },
      );
  });
});

describe(CardHeads.name, () => {
  it('moves labels to versions that there are', async () => {
    const card = await someCard();
    const { projectId, promptId } = card;
    await promptCards.update(edited(card), card);
    const set = (label: string, version: number) =>
      cardHeads.setLabel(projectId, promptId, label, version);
    expect((await set('production', 1)).labels).toEqual({ production: 1 });
    expect((await set('production', 2)).labels).toEqual({ production: 2 });
    await expect(set('production', 3)).rejects.toBeInstanceOf(NotFound);
    for (let i = 1; i < MAX_LABELS_PER_CARD; i += 1) await set(`own-${i}`, 1);
    await expect(set('one-more', 1)).rejects.toBeInstanceOf(Conflict);
    expect((await set('production', 1)).labels['production']).toBe(1);
    const left = await cardHeads.removeLabel(projectId, promptId, 'own-1');
    expect(left.labels).not.toHaveProperty('own-1');
    await expect(
      cardHeads.removeLabel(projectId, promptId, 'own-1'),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(
      cardHeads.setLabel(projectId, randomUUID(), 'production', 1),
    ).rejects.toBeInstanceOf(NotFound);
  });

  it('orders all cards or none', async () => {
    const projectId = await someProject();
    const ids: string[] = [];
    for (const stepOrder of [0, 1, 2])
      ids.push((await someCard({ projectId, stepOrder })).promptId);
    const [a = '', b = '', c = ''] = ids;
    const order = async () =>
      (await cardHeads.list(projectId)).map(({ promptId }) => promptId);
    await cardHeads.reorder(projectId, [c, a, b]);
    expect(await order()).toEqual([c, a, b]);
    for (const wrong of [
      [a, b],
      [a, b, c, randomUUID()],
      [a, b, randomUUID()],
    ])
      await expect(cardHeads.reorder(projectId, wrong)).rejects.toBeInstanceOf(
        InvalidInput,
      );
    expect(await order()).toEqual([c, a, b]);
    const orders = [
      [a, b, c],
      [b, c, a],
      [c, b, a],
    ];
    await Promise.all(orders.map((ids) => cardHeads.reorder(projectId, ids)));
    expect(orders).toContainEqual(await order());
  });
});
