import { MAX_ROW_TEXT_BYTES, toMessage, toMessageRow } from './message-row';
import { aQuestion, aRun, anAnswer, aSession } from './run.fixture';

const session = aSession();
const question = aQuestion(session);
const placement = { projectId: session.projectId, expiresAt: 1 };

describe(toMessageRow.name, () => {
  it.each([
    question,
    anAnswer(aRun(session, question).run, { reasoning: 'Hm.' }),
    aQuestion(session, { system: 'Be brief.' }),
    aQuestion(session, { system: 'ß'.repeat(MAX_ROW_TEXT_BYTES) }),
    aQuestion(session, { text: 'ß'.repeat(MAX_ROW_TEXT_BYTES) }),
    anAnswer(aRun(session, question).run, {
      reasoning: 'x'.repeat(MAX_ROW_TEXT_BYTES),
    }),
  ])('brings every message back as it was', (message) => {
    const { row, stored } = toMessageRow(message, placement);
    expect(toMessage(row, stored)).toEqual(message);
  });

  it('takes as many bytes as there is room for, and no more', () => {
    const isStored = (text: string): boolean =>
      toMessageRow({ ...question, text }, placement).stored !== undefined;
    expect(isStored('ß'.repeat(MAX_ROW_TEXT_BYTES / 2))).toBe(false);
    expect(isStored(`${'ß'.repeat(MAX_ROW_TEXT_BYTES / 2)}.`)).toBe(true);
  });

  it('uses the first design’s names for the texts', () => {
    expect(toMessageRow(question, placement).row).toMatchObject({
      userInput: question.text,
    });
    expect(
      toMessageRow(anAnswer(aRun(session, question).run), placement).row,
    ).toMatchObject({ assistantResponse: 'Because of Rayleigh.' });
  });
});
