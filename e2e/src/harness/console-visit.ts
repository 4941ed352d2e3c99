import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Outputs } from './outputs';
import type { User } from './user';

const SCREENSHOTS = join(__dirname, '..', '..', '..', 'dist', 'screenshots');
const DESKTOP = { width: 1280, height: 900 };
/** The narrowest window that the console is made for. */
const NARROW = { width: 400, height: 860 };

/** A visitor's tab in the console, with all that the browser complained of in it. */
export class ConsoleVisit {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly outputs: Outputs,
  ) {
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.complaints.push(message.text());
    });
  }

  static async begin(
    browser: Browser,
    outputs: Outputs,
  ): Promise<ConsoleVisit> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const context = await browser.newContext({
      viewport: DESKTOP,
      colorScheme: 'light',
    });
    return new ConsoleVisit(await context.newPage(), outputs);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.outputs.consoleUrl}${path}`);
  }

  async signIn({ email, password }: User): Promise<void> {
    await this.goTo('/sign-in');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL(/\/jobs$/);
  }

  async shoot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** Shows the page on a narrow screen, too. Gives the number of pixels by which its content is too wide there: 0. */
  async shootNarrow(name: string): Promise<number> {
    await this.page.setViewportSize(NARROW);
    await this.page.locator('mat-sidenav').waitFor({ state: 'hidden' });
    await this.shoot(`${name}-narrow`);
    const excess = await this.page.evaluate(() => {
      const content =
        document.querySelector('mat-sidenav-content') ?? document.body;
      return content.scrollWidth - content.clientWidth;
    });
    await this.page.setViewportSize(DESKTOP);
    return excess;
  }
}
