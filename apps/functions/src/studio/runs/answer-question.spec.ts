import { randomUUID } from 'node:crypto';
import {
  Conflict,
  InvalidInput,
  NotFound,
  projectDefinitionSchema,
  type ChatMessage,
  type Project,
  type Run,
  type Session,
} from '@plot-palette/domain';
import type { SessionChange } from '@plot-palette/stores';
import {
  answerQuestion,
  type AnswerDependencies,
  type Question,
} from './answer-question';
import { MODEL, type MemoryStudio } from './memory-studio.fixture';
import { aStudio, processOf, scheduledModel } from './run-schedule.fixture';

const CAP_NANO_USD = 10 ** 9;
const USER = randomUUID();
const WHOLE = {
  parts: [{ text: 'Because.', afterMs: 0, isThought: false }],
  failures: [],
  end: 'COMPLETE',
  stopAfterMs: undefined,
  fault: undefined,
} as const;

function aProject(overrides: Partial<Project> = {}): Project {
  const now = new Date().toISOString();
  return {
    ...projectDefinitionSchema.parse({
      name: 'Fables',
      settings: { model: MODEL },
    }),
    projectId: randomUUID(),
    owner: USER,
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...overrides,
  };
}

describe(answerQuestion.name, () => {
  const project = aProject();
  let studio: MemoryStudio;
  let calls: number;
  let created: SessionChange[];
  let session: Session | undefined;
  let history: ChatMessage[];

  beforeEach(() => {
    studio = aStudio();
    calls = 0;
    created = [];
    session = undefined;
    history = [];
  });

  /** The one run of the fixture does not exist before it is created. */
  function dependencies(
    overrides: Partial<AnswerDependencies> = {},
  ): AnswerDependencies {
    const model = scheduledModel(WHOLE, studio);
    const base = processOf(
      studio,
      {
        stream: (input, options) => {
          calls += 1;
          return model.stream(input, options);
        },
      },
      undefined,
      CAP_NANO_USD,
    );
    const exists = (): boolean => created.length > 0;
    return {
      ...base,
      projects: { get: async () => project },
      runs: {
        ...base.runs,
        get: async (): Promise<Run | undefined> =>
          exists() ? studio.run : undefined,
        read: async () =>
          exists()
            ? {
                run: studio.run,
                assignment: studio.assignment,
                leaseUntil: studio.leaseUntil,
              }
            : undefined,
        create: async ([first], change) => {
          if (exists() || first === undefined) throw new Conflict('it exists');
          created.push(change);
          ({ run: studio.run, assignment: studio.assignment } = first);
          if (change.question !== undefined) history.push(change.question);
        },
      },
      sessions: {
        ...base.sessions,
        get: async () => session,
        messages: async () => [...history, ...studio.answers],
      },
      ...overrides,
    };
  }

  const question = (overrides: Partial<Question> = {}): Question => ({
    runId: randomUUID(),
    userId: USER,
    projectId: project.projectId,
    text: 'Why?',
    ...overrides,
  });

  it('asks in a new session and gives the answer when it has ended', async () => {
    const asked = question();
    const answer = await answerQuestion(asked, dependencies());
    expect(answer).toMatchObject({
      runId: asked.runId,
      text: 'Because.',
      status: 'COMPLETED',
      model: MODEL,
    });
    expect(created).toEqual([
      expect.objectContaining({
        isNew: true,
        historyDays: project.settings.historyDays,
        question: expect.objectContaining({ text: 'Why?' }),
      }),
    ]);
  });

  it('gives the same answer to the same question, and asks no model again', async () => {
    const asked = question();
    const first = await answerQuestion(asked, dependencies());
    expect(await answerQuestion(asked, dependencies())).toEqual(first);
    expect([calls, created.length]).toEqual([1, 1]);
  });

  it('is generated once when two processes are asked at the same time', async () => {
    const asked = question();
    const both = await Promise.allSettled([
      answerQuestion(asked, dependencies()),
      answerQuestion(asked, dependencies()),
    ]);
    const [won, lost] = [...both].sort((a, b) =>
      a.status < b.status ? -1 : 1,
    );
    expect(won).toMatchObject({ value: { text: 'Because.' } });
    expect(lost).toMatchObject({ reason: { retryable: true } });
    expect(calls).toBe(1);
  });

  it('ends what a process that is gone had begun, and gives that', async () => {
    const asked = question();
    const running = dependencies();
    const dying = {
      ...running,
      models: {
        stream: () => {
          calls += 1;
          throw new Error('killed');
        },
      },
      sessions: {
        ...running.sessions,
        addAnswer: () => Promise.reject(new Error('killed')),
      },
    };
    await expect(answerQuestion(asked, dying)).rejects.toThrow('killed');
    await expect(answerQuestion(asked, dependencies())).rejects.toMatchObject({
      retryable: true,
    });
    studio.leaseUntil = new Date(Date.now() - 1).toISOString();
    const answer = await answerQuestion(asked, dependencies());
    expect(answer).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'INTERRUPTED' },
    });
    expect(calls).toBe(1);
  });

  it('goes on in a session of the same user and project', async () => {
    session = {
      sessionId: randomUUID(),
      userId: USER,
      projectId: project.projectId,
      title: 'Why?',
      messages: 0,
      createdAt: project.createdAt,
      updatedAt: project.createdAt,
    };
    const { sessionId } = session;
    await answerQuestion(question({ sessionId }), dependencies());
    expect(created[0]).toMatchObject({ isNew: false, session });
    for (const foreign of [
      { ...session, userId: randomUUID() },
      { ...session, projectId: randomUUID() },
    ]) {
      session = foreign;
      await expect(
        answerQuestion(question({ sessionId }), {
          ...dependencies(),
          runs: { ...dependencies().runs, get: async () => undefined },
        }),
      ).rejects.toBeInstanceOf(NotFound);
    }
  });

  it.each([
    ['somebody else’s', { owner: randomUUID() }, NotFound],
    ['INACTIVE', { status: 'INACTIVE' as const }, Conflict],
  ])('asks nothing in a project that is %s', async (_, overrides, error) => {
    const projects = { get: async () => aProject(overrides) };
    await expect(
      answerQuestion(question(), dependencies({ projects })),
    ).rejects.toBeInstanceOf(error);
    expect([calls, created.length]).toEqual([0, 0]);
  });

  it('refuses a question that says nothing', async () => {
    await expect(
      answerQuestion(question({ text: ' \n' }), dependencies()),
    ).rejects.toBeInstanceOf(InvalidInput);
  });

  it('takes texts that no request of the studio has room for', async () => {
    const text = 'Ævintýri '.repeat(20_000);
    await answerQuestion(question({ text }), dependencies());
    expect(created[0]?.question?.text).toBe(text);
  });
});
