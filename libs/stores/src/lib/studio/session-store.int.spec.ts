import { randomUUID } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import {
  NotFound,
  storageKeys,
  type QuestionMessage,
  type Session,
} from '@plot-palette/domain';
import { EXPIRY_TAG } from '../object-expiry';
import { localCloud, localCloudStores } from '../local-cloud.fixture';
import { aQuestion, aRun, aSession, anAnswer } from './run.fixture';
import { SessionStore } from './session-store';

const {
  studio: { runs, sessions },
  close,
} = localCloudStores();
afterAll(close);

const later = new Date(Date.now() + 60_000).toISOString();

async function opened(
  overrides: Partial<Session> = {},
  text = 'Why?',
  historyDays = 90,
): Promise<{ session: Session; question: QuestionMessage }> {
  const session = aSession(overrides);
  const question = aQuestion(session, { text });
  await runs.create(
    [aRun(session, question)],
    { session, isNew: true, question, historyDays },
    later,
  );
  return { session, question };
}

describe(SessionStore.name, () => {
  it('keeps one answer of a run, and counts it once', async () => {
    const { session, question } = await opened();
    const { run } = aRun(session, question);
    const place = { projectId: session.projectId, historyDays: 90 };
    const answer = anAnswer(run);
    expect(await sessions.addAnswer(answer, place)).toEqual(answer);
    const other = { ...answer, text: 'Something else', costNanoUsd: 9 };
    const kept = await Promise.all(
      [1, 2, 3].map(() => sessions.addAnswer(other, place)),
    );
    expect(kept).toEqual([answer, answer, answer]);
    expect(await sessions.messages(session.sessionId)).toEqual([
      question,
      answer,
    ]);
    expect(await sessions.get(session.sessionId)).toMatchObject({
      messages: 2,
    });
  });

  it('keeps texts that no row could take', async () => {
    const { session, question } = await opened({}, '🦊'.repeat(500_000));
    const { run } = aRun(session, question);
    const answer = anAnswer(run, {
      text: 'ä'.repeat(200_000),
      reasoning: 'hm '.repeat(100_000),
    });
    await sessions.addAnswer(answer, {
      projectId: session.projectId,
      historyDays: 90,
    });
    expect(await sessions.messages(session.sessionId)).toEqual([
      question,
      answer,
    ]);
  });

  it('has the bucket delete them when their time is up', async () => {
    const { session, question } = await opened({}, '🦊'.repeat(500_000), 20);
    const s3 = new S3({ forcePathStyle: true });
    const { TagSet } = await s3.getObjectTagging({
      Bucket: localCloud().bucket,
      Key: storageKeys.messageText(session.sessionId, question.messageId),
    });
    s3.destroy();
    expect(TagSet).toEqual([{ Key: EXPIRY_TAG, Value: '30' }]);
  });

  it('does not bring a deleted session back', async () => {
    const { session, question } = await opened();
    const { run } = aRun(session, question);
    await sessions.delete(session.sessionId);
    const answer = anAnswer(run);
    expect(
      await sessions.addAnswer(answer, {
        projectId: session.projectId,
        historyDays: 90,
      }),
    ).toEqual(answer);
    expect(await sessions.messages(session.sessionId)).toEqual([]);
    expect(await sessions.get(session.sessionId)).toBeUndefined();
    await expect(
      sessions.rename(session.sessionId, 'Back'),
    ).rejects.toBeInstanceOf(NotFound);
  });

  it('lists the sessions of one user, by project and title', async () => {
    const userId = randomUUID();
    const projectId = randomUUID();
    const { session: sky } = await opened({ userId, title: 'Der HIMMEL' });
    await opened({ userId, projectId, title: 'Erde' });
    await opened({ title: 'Himmel eines anderen' });
    await sessions.rename(sky.sessionId, 'Der HIMMEL, blau');
    const titles = async (search: {
      projectId?: string;
      title?: string;
    }): Promise<string[]> =>
      (await sessions.listByUser(userId, search, { limit: 1 })).items.map(
        ({ title }) => title,
      );
    expect(await titles({ title: 'himmel' })).toEqual(['Der HIMMEL, blau']);
    expect(await titles({ projectId })).toEqual(['Erde']);
    expect(await titles({ projectId, title: 'himmel' })).toEqual([]);
    const first = await sessions.listByUser(userId, {}, { limit: 1 });
    const second = await sessions.listByUser(
      userId,
      {},
      { limit: 1, cursor: first.nextCursor },
    );
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(
      ['Erde', 'Der HIMMEL, blau'],
    );
  });

  it('does not show what has expired', async () => {
    const { session } = await opened({}, 'Why?', -1);
    expect(await sessions.get(session.sessionId)).toBeUndefined();
    expect(
      (await sessions.listByUser(session.userId, {}, { limit: 5 })).items,
    ).toEqual([]);
  });
});
