import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { Router, provideRouter } from '@angular/router';
import type { RunEvent } from '@plot-palette/domain';
import { fakeApi, fakeClient } from '../../api/api-client.fixture';
import { ApiProblem } from '../../api/api-problem';
import { provideIcons } from '../../layout/icons';
import { InputUpload } from '../runs/input-upload';
import { RUN_PORTS } from '../runs/run-ports-token';
import { FakeWorld } from '../runs/run-ports.fixture';
import {
  ANSWER_ID,
  RUN_ID,
  SESSION_ID,
  completed,
  delta,
  started,
} from '../runs/run-feed.fixture';
import { StudioApi } from '../studio-api';
import {
  PROJECT_ID,
  answer,
  project,
  question,
  run,
  sessionHistory,
} from '../studio.fixture';
import { ChatPage } from './chat-page';

describe(ChatPage, () => {
  const startRun = vi.fn();
  const stopRun = vi.fn();
  const session = vi.fn();
  const runs = vi.fn();
  const upload = vi.fn();
  let world: FakeWorld;
  let fixture: ComponentFixture<ChatPage>;
  let loader: HarnessLoader;

  beforeEach(() => {
    vi.resetAllMocks();
    world = new FakeWorld();
    startRun.mockResolvedValue(run());
    stopRun.mockResolvedValue(undefined);
    session.mockResolvedValue(sessionHistory());
    runs.mockResolvedValue({ items: [] });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        provideIcons(),
        { provide: RUN_PORTS, useValue: world },
        { provide: InputUpload, useValue: { send: upload } },
        fakeApi({ models: () => Promise.resolve([]) }),
        fakeClient(StudioApi, {
          project: () => Promise.resolve(project()),
          sessions: () => Promise.resolve({ items: [] }),
          session,
          runs,
          startRun,
          stopRun,
        }),
      ],
    });
  });

  async function open(inputs: Record<string, string> = {}): Promise<void> {
    fixture = TestBed.createComponent(ChatPage);
    fixture.componentRef.setInput('projectId', PROJECT_ID);
    for (const [name, value] of Object.entries(inputs))
      fixture.componentRef.setInput(name, value);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  const element = (): HTMLElement => fixture.nativeElement;
  const messages = (): string[] =>
    [...element().querySelectorAll('app-chat-message')].map(
      ({ textContent }) => textContent ?? '',
    );

  function area(): HTMLTextAreaElement {
    const found = element().querySelector<HTMLTextAreaElement>(
      'app-composer textarea',
    );
    if (found === null) throw new Error('there is no composer');
    return found;
  }

  async function type(text: string): Promise<void> {
    area().value = text;
    area().dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  async function key(name: string, options: KeyboardEventInit = {}) {
    area().dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, ...options }),
    );
    await fixture.whenStable();
  }

  async function press(label: string): Promise<void> {
    const selector = `[aria-label="${label}"]`;
    await (
      await loader.getHarness(MatButtonHarness.with({ selector }))
    ).click();
    await fixture.whenStable();
  }

  async function tell(...events: RunEvent[]): Promise<void> {
    for (const event of events) world.socket.tell(event);
    await fixture.whenStable();
  }

  async function ask(text: string): Promise<void> {
    session.mockResolvedValue(
      sessionHistory({ history: [question({ text })] }),
    );
    await type(text);
    await key('Enter');
    world.socket.open();
  }

  it('sends on Enter and shows the answer as it is written', async () => {
    const navigate = vi
      .spyOn(TestBed.inject(Router), 'navigate')
      .mockResolvedValue(true);
    await open();
    await ask('Why?');
    expect(startRun).toHaveBeenCalledWith(
      {
        projectId: PROJECT_ID,
        parameters: {},
        action: { kind: 'MESSAGE', text: 'Why?', parentId: null },
      },
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    );
    expect(navigate).toHaveBeenCalledWith([], {
      queryParams: { session: SESSION_ID },
      replaceUrl: true,
    });
    expect(area().value).toBe('');
    await tell(started(), delta(2, 'Because '), delta(3, 'of the seal.'));
    expect(messages()[0]).toContain('Why?');
    expect(messages()[1]).toContain('Because of the seal.');
    expect(element().querySelector('[aria-busy=true]')).not.toBeNull();
    await tell(completed(4));
    expect(element().querySelector('[aria-busy=true]')).toBeNull();
    expect(messages()[1]).toContain('48 out');
  });

  it('begins a new line on Shift+Enter, and composes characters in peace', async () => {
    await open();
    await type('Why?');
    await key('Enter', { shiftKey: true });
    await key('Enter', { isComposing: true });
    expect(startRun).not.toHaveBeenCalled();
  });

  it('stops on Escape and keeps what was written', async () => {
    await open();
    await ask('Why?');
    await tell(started(), delta(2, 'Because'));
    await key('Escape');
    expect(stopRun).toHaveBeenCalledWith(RUN_ID);
    await tell({
      runId: RUN_ID,
      seq: 3,
      type: 'stopped',
      costNanoUsd: 5,
      totalMs: 10,
    });
    expect(messages()[1]).toContain('Because');
    expect(messages()[1]).toContain('Stopped here.');
  });

  it('keeps the text when a run is refused, and says why', async () => {
    startRun.mockRejectedValue(
      new ApiProblem({ status: 402, title: 'Cap', detail: 'Used up.' }),
    );
    await open();
    await type('Why?');
    await key('Enter');
    expect(element().textContent).toContain('Used up.');
    expect(area().value).toBe('Why?');
  });

  it('says what was left out, while the answer is written and ever after', async () => {
    const notes = ['The oldest two messages were left out.'];
    await open();
    await ask('Why?');
    await tell(started(RUN_ID, notes));
    expect(messages()[1]).toContain(notes[0]);
    session.mockResolvedValue(
      sessionHistory({ history: [question(), answer({ notes })] }),
    );
    await open({ session: SESSION_ID });
    expect(messages()[1]).toContain(notes[0]);
  });

  it('shows a failure in friendly words below the partial text', async () => {
    const failure = { kind: 'THROTTLED', message: 'Try again soon.' } as const;
    session.mockResolvedValue(
      sessionHistory({
        history: [
          question(),
          answer({ status: 'FAILED', text: 'Half an', failure }),
        ],
      }),
    );
    await open({ session: SESSION_ID });
    expect(messages()[1]).toContain('Half an');
    expect(messages()[1]).toContain('The model is busy');
    expect(messages()[1]).toContain('Try again soon.');
  });

  it('follows an answer that was being written when the page was opened', async () => {
    session.mockResolvedValue(sessionHistory({ history: [question()] }));
    runs.mockResolvedValue({
      items: [
        run({ status: 'RUNNING' }),
        run({ sessionId: crypto.randomUUID(), status: 'RUNNING' }),
        run({ answerMessageId: crypto.randomUUID(), status: 'STOPPED' }),
      ],
    });
    await open({ session: SESSION_ID });
    expect(messages()).toHaveLength(2);
    world.socket.open();
    expect(world.socket.said[0]).toMatchObject({ runId: RUN_ID, lastSeq: 0 });
    await tell(started(), delta(2, 'Still writing'));
    expect(messages()[1]).toContain('Still writing');
  });

  it('answers again, goes on, and sends a changed question as another', async () => {
    const cut = answer({ stopReason: 'max_tokens' });
    session.mockResolvedValue(sessionHistory({ history: [question(), cut] }));
    // The run takes over: what is asked for next needs it to be over.
    startRun.mockRejectedValue(
      new ApiProblem({ status: 0, title: 'Offline', detail: 'Offline.' }),
    );
    await open({ session: SESSION_ID });
    await press('Answer again');
    await (
      await loader.getHarness(MatButtonHarness.with({ text: 'Continue' }))
    ).click();
    await press('Change and send as another');
    await (
      await loader.getHarness(
        MatButtonHarness.with({ text: 'Send as another' }),
      )
    ).click();
    const actions = startRun.mock.calls.map(([request]) => request.action);
    expect(actions).toEqual([
      { kind: 'REGENERATE', messageId: ANSWER_ID },
      { kind: 'CONTINUE', messageId: ANSWER_ID },
      { kind: 'MESSAGE', text: 'Why does it leak?', parentId: null },
    ]);
  });

  it('leads from one alternative to the other', async () => {
    const other = answer({ messageId: crypto.randomUUID(), text: 'Newer.' });
    session.mockResolvedValue(
      sessionHistory({ history: [question(), answer(), other] }),
    );
    await open({ session: SESSION_ID });
    expect(messages()[1]).toContain('Newer.');
    expect(messages()[1]).toContain('2/2');
    await press('The one before');
    expect(messages()[1]).toContain('The seal is worn.');
    expect(messages()[1]).toContain('1/2');
  });

  it('takes markup for text', async () => {
    const text = '<img src=x onerror=alert(1)>';
    session.mockResolvedValue(
      sessionHistory({ history: [question({ text }), answer({ text })] }),
    );
    await open({ session: SESSION_ID });
    expect(element().querySelector('img')).toBeNull();
    expect(messages()[1]).toContain(text);
  });

  it('uploads a text that is too long for a request', async () => {
    const uploadId = crypto.randomUUID();
    upload.mockResolvedValue(uploadId);
    await open();
    await ask('x'.repeat(128 * 1024 + 1));
    expect(startRun.mock.calls[0]?.[0].action).toEqual({
      kind: 'UPLOADED_MESSAGE',
      uploadId,
      parentId: null,
    });
  });

  it('does not send what is too long even for an upload', async () => {
    await open();
    await type('x'.repeat(2 * 1024 * 1024 + 1));
    await key('Enter');
    expect(startRun).not.toHaveBeenCalled();
    expect(upload).not.toHaveBeenCalled();
    expect(element().textContent).toContain('a message has at most 2.1 MB');
  });

  it('goes on after the last message that is shown', async () => {
    await open({ session: SESSION_ID });
    await ask('And then?');
    expect(startRun.mock.calls[0]?.[0]).toMatchObject({
      sessionId: SESSION_ID,
      action: { parentId: ANSWER_ID },
    });
  });

  it('closes its connection with the page', async () => {
    await open();
    await ask('Why?');
    fixture.destroy();
    expect(world.socket.isClosed).toBe(true);
  });
});
