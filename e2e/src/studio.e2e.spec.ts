import { sessionHistorySchema, type AnswerMessage } from '@plot-palette/domain';
import type { Browser, Page } from 'playwright-core';
import { Api, until } from './harness/api';
import { launchBrowser } from './harness/browser';
import { ConsoleVisit } from './harness/console-visit';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';
import { newUser, type User } from './harness/user';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);
const INACTIVE_MS = 10_000;

describe('the prompt studio and the pipeline in the console', () => {
  let browser: Browser;
  let visit: ConsoleVisit;
  let page: Page;
  let user: User;

  beforeAll(async () => {
    browser = await launchBrowser();
    user = await newUser(outputs);
    visit = await ConsoleVisit.begin(browser, outputs);
    ({ page } = visit);
    await visit.signIn(user);
  });

  afterAll(async () => {
    await simulator.set({
      latency: { kind: 'fixed', ms: 0 },
      answerTokens: 'natural',
    });
    await browser.close();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const answers = () => page.locator('app-chat-message:not(.user)');
  const answer = () => answers().last().locator('app-answer-text');
  const sessionId = () => new URL(page.url()).searchParams.get('session') ?? '';

  async function ask(text: string): Promise<void> {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.keyboard.press('Enter');
  }

  async function storedAnswers(): Promise<AnswerMessage[]> {
    const { history } = await new Api(outputs, user.accessToken).expect(
      sessionHistorySchema,
      'GET',
      `/sessions/${sessionId()}`,
    );
    return history.filter((message) => message.role === 'assistant');
  }

  async function addCard(title: string, content: string): Promise<void> {
    await page.getByRole('link', { name: 'New card' }).first().click();
    await page.getByRole('heading', { name: 'New card' }).waitFor();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Content', { exact: true }).fill(content);
    await button('Save').click();
    await page
      .locator('app-card-list [aria-current=true]', { hasText: title })
      .waitFor();
  }

  it('makes a project with two cards', async () => {
    await visit.goTo('/studio');
    await page.getByText('No projects yet').waitFor();
    await visit.shoot('studio-empty');
    await page.getByRole('link', { name: 'New project' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Réponses du support');
    await page.getByLabel('Max tokens').fill('400');
    await button('Save').click();
    await page.getByRole('tab', { name: 'Cards' }).click();
    await addCard('Role', 'You answer for the makers of the kettle.');
    await addCard('Tone', 'Be kind and brief. Never promise a refund.');
    const titles = page.locator('app-card-list .title');
    await titles.nth(1).waitFor();
    expect(await titles.allInnerTexts()).toEqual(['Role', 'Tone']);
    await visit.shoot('studio-cards');
    expect(await visit.shootNarrow('studio-cards')).toBe(0);
  });

  it('streams an answer under the cards as its system prompt', async () => {
    await simulator.set({
      latency: { kind: 'fixed', ms: 8_000 },
      timeToFirstTokenShare: 0.05,
      answerTokens: 'max',
    });
    await page.getByRole('tab', { name: 'Chat' }).click();
    await ask('Why does it leak?');
    await button('Stop the answer').waitFor();
    await answer().waitFor();
    const early = (await answer().innerText()).length;
    await until(
      async () => (await answer().innerText()).length,
      (length) => length > early,
      INACTIVE_MS,
    );
    // More of the text came while the answer was being written, not with its end.
    expect(await button('Stop the answer').isVisible()).toBe(true);
    await visit.shoot('studio-streaming');
    const beforeReload = await answer().innerText();
    await page.reload();
    await answer().waitFor();
    await button('Stop the answer').waitFor();
    await page.getByText(/first token after/).waitFor();
    const shown = await answer().innerText();
    expect(shown.startsWith(beforeReload)).toBe(true);
    await visit.shoot('studio-answered');
    expect(await visit.shootNarrow('studio-answered')).toBe(0);
    const [stored] = await storedAnswers();
    expect(stored).toMatchObject({ status: 'COMPLETED' });
    expect(stored?.promptCardsUsed).toHaveLength(2);
    await page.reload();
    await answer().waitFor();
    expect(await answer().innerText()).toBe(shown);
  });

  it('stops an answer and keeps what was written, with its cost', async () => {
    await simulator.set({
      latency: { kind: 'fixed', ms: 60_000 },
      timeToFirstTokenShare: 0.01,
    });
    await ask('Tell me everything about kettles.');
    await until(
      () => answers().count(),
      (count) => count === 2,
      INACTIVE_MS,
    );
    await answer().waitFor();
    await button('Stop the answer').click();
    await page.getByText('Stopped here.').waitFor();
    await until(
      () => simulator.stats(),
      ({ inFlight }) => inFlight === 0,
      INACTIVE_MS,
    );
    const shown = await answer().innerText();
    expect(shown).not.toBe('');
    await visit.shoot('studio-stopped');
    const stored = (await storedAnswers()).at(-1);
    expect(stored).toMatchObject({ status: 'STOPPED' });
    expect(stored?.costNanoUsd).toBeGreaterThan(0);
    await page.reload();
    await page.getByText('Stopped here.').waitFor();
    expect(await answer().innerText()).toBe(shown);
  });

  it('follows an answer by its event stream where no socket can be opened', async () => {
    await simulator.set({
      latency: { kind: 'fixed', ms: 3_000 },
      timeToFirstTokenShare: 0.1,
    });
    await page.addInitScript(() => {
      // As behind a proxy that does not know sockets: closed before it was ever open.
      globalThis.WebSocket = class extends EventTarget {
        constructor() {
          super();
          setTimeout(() => this.dispatchEvent(new Event('close')));
        }
        close() {}
      } as unknown as typeof WebSocket;
    });
    await page.reload();
    await page.getByText('Stopped here.').waitFor();
    const stream = page.waitForRequest(
      (request) => request.resourceType() === 'eventsource',
    );
    await ask('And once more?');
    await stream;
    await answers()
      .nth(2)
      .getByText(/first token after/)
      .waitFor();
    const stored = (await storedAnswers()).at(-1);
    expect(stored?.status).toBe('COMPLETED');
    expect(await answer().innerText()).toBe(stored?.text.trim());
  });

  it('sends a message through the pipeline, shows its stages and logs it', async () => {
    await simulator.set({
      latency: { kind: 'fixed', ms: 3_000 },
      answerTokens: 'natural',
    });
    await page.getByRole('link', { name: 'Pipeline' }).click();
    await page.getByText('No finished executions yet').waitFor();
    const message = 'Why does `kettle.boil()` hang? How do I stop it?';
    await page.getByLabel('Message', { exact: true }).fill(message);
    await button('Send').click();
    await page.waitForURL(/\/pipelines\/p-[0-9a-f]{32}$/);
    await page.locator('li.running', { hasText: 'Ask the model' }).waitFor();
    await visit.shoot('pipeline-running');
    await page
      .getByRole('heading', { name: 'Answer' })
      .waitFor({ timeout: 60_000 });
    expect(await page.locator('ol li.done').count()).toBe(4);
    await page.getByText('2 questions').waitFor();
    await visit.shoot('pipeline-done');
    expect(await visit.shootNarrow('pipeline-done')).toBe(0);
    await page.getByRole('link', { name: 'All executions' }).click();
    await page.getByRole('row', { name: message }).waitFor();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.getByText('Nothing on this day with this status').waitFor();
    await button('Show everything').click();
    await page.getByRole('row', { name: message }).waitFor();
    await visit.shoot('pipelines');
    expect(await visit.shootNarrow('pipelines')).toBe(0);
  });

  it('says nothing in the browser’s console', () => {
    expect(visit.complaints).toEqual([]);
  });
});
