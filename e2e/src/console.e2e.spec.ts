import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './harness/browser';
import { ConsoleVisit } from './harness/console-visit';
import { sharedOutputs } from './harness/outputs';
import { customersCsv, jsonLines, recordIndexes, upTo } from './harness/sample';
import { Simulator } from './harness/simulator';

const outputs = sharedOutputs();
const PROMPT =
  'Customer {{ customer }} says of the {{ product }}:\n{{ issue }}\nAnswer politely.';
const RECORDS = 200;

describe('the console', () => {
  const email = `user-${randomUUID()}@example.org`;
  const password = `Passw0rd-${randomUUID()}`;
  let browser: Browser;
  let visit: ConsoleVisit;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    visit = await ConsoleVisit.begin(browser, outputs);
    ({ page } = visit);
    await new Simulator(outputs).set({
      latency: { kind: 'lognormal', medianMs: 250, sigma: 0.4 },
    });
  });

  afterAll(() => browser.close());

  const shoot = (name: string) => visit.shoot(name);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const choose = async (label: string, option: string | RegExp) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option }).click();
  };

  it('leads a visitor to sign in, and back to where he wanted to go', async () => {
    await visit.goTo('/templates/new');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail').fill('nobody@example.org');
    await page.getByLabel('Password').fill('Wrong-password-1');
    await button('Sign in').click();
    expect(await page.getByRole('alert').innerText()).not.toBe('');
    await shoot('sign-in');
    // The browser itself reports the refused request; it is the only complaint that is expected anywhere here.
    expect(
      visit.complaints.splice(0).every((text) => text.includes('400')),
    ).toBe(true);
  });

  it('signs a new user up', async () => {
    await page.getByRole('link', { name: /create an account/i }).click();
    await page.getByRole('heading', { name: 'Create an account' }).waitFor();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await button(/create|sign up/i).click();
    await page.getByLabel('Code').fill('123456');
    await button(/confirm/i).click();
    await Promise.race([
      page.getByRole('heading', { name: 'New template' }).waitFor(),
      page.getByRole('heading', { name: 'Sign in' }).waitFor(),
    ]);
    if (await page.getByRole('heading', { name: 'Sign in' }).isVisible()) {
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill(password);
      await button('Sign in').click();
    }
    await page.waitForURL(/\/(templates\/new|jobs)$/);
  });

  it('edits a template with a live preview and says where it is wrong', async () => {
    await visit.goTo('/templates/new');
    await page.getByLabel('Name', { exact: true }).fill('Customer answer');
    await page.getByLabel('Step name').fill('answer');
    const prompt = page.getByLabel('Prompt', { exact: true });
    await prompt.fill('Hello {{ customer');
    await page
      .getByText(/line 1/i)
      .first()
      .waitFor();
    await prompt.fill(PROMPT);
    for (const path of ['customer', 'issue', 'product'])
      await page.getByText(path, { exact: true }).first().waitFor();
    await page
      .getByLabel('Sample row')
      .fill('{"customer":"Jóhanna","product":"kettle","issue":"It leaks."}');
    await page.getByText('Customer Jóhanna says of the kettle:').waitFor();
    await page.getByLabel('Max tokens').fill('200');
    await shoot('template');
    await button('Save').click();
    await page.waitForURL(/\/templates\/[0-9a-f-]{36}/);
  });

  it('uploads seed data and shows what the rows have', async () => {
    await visit.goTo('/seed-data');
    await page.getByLabel('Seed file').setInputFiles({
      name: 'customers.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(customersCsv()),
    });
    await page.getByText(/ready/i).first().waitFor();
    await page
      .getByRole('link', { name: /customers/ })
      .first()
      .click();
    await page.getByText('40 rows').waitFor();
    await choose('Template', 'Customer answer');
    await page
      .getByText(/every row|all .*rows|fits/i)
      .first()
      .waitFor();
    await shoot('seed-data');
  });

  it('starts a job with an estimate, shows it live and downloads the dataset', async () => {
    await visit.goTo('/jobs/new');
    await choose('Template', /Customer answer/);
    await choose('Seed data', /customers/);
    await page.getByLabel('Records').fill(String(RECORDS));
    await page.getByLabel('Budget').fill('0.5');
    await page
      .getByText(/worst case/i)
      .first()
      .waitFor();
    await shoot('new-job');
    await button('Start the job').click();
    await page.waitForURL(/\/jobs\/[0-9a-f-]{36}/);
    await page.getByText('records/s').waitFor();
    await page.getByRole('article').first().waitFor();
    await shoot('job');
    await page
      .getByRole('heading', { name: 'Downloads' })
      .waitFor({ timeout: 120_000 });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('link', { name: /download dataset/i })
        .first()
        .click(),
    ]);
    const rows = jsonLines(readFileSync(await download.path()));
    expect(recordIndexes(rows)).toEqual(upTo(RECORDS));
    await shoot('job-finished');
  });

  it('has a dark theme and remembers it', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const background = () =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await shoot('job-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).not.toBe(dark);
  });

  it('lists what there is', async () => {
    for (const [path, text] of [
      ['jobs', 'Customer answer'],
      ['templates', 'Customer answer'],
      ['seed-data', 'customers.csv'],
    ] as const) {
      await visit.goTo(`/${path}`);
      await page.getByText(text).first().waitFor();
      await shoot(path);
    }
  });

  it('says nothing in the browser’s console', () => {
    expect(visit.complaints).toEqual([]);
  });
});
