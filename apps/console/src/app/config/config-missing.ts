import { Component, InjectionToken, inject } from '@angular/core';

export const CONFIG_PROBLEM = new InjectionToken<string>('CONFIG_PROBLEM');

/** Stands in for the application when it does not know which API and user pool are its own. */
@Component({
  selector: 'app-root',
  template: `
    <main>
      <h1>The console is not configured</h1>
      <p>
        It needs <code>/config.json</code>, which the deployment writes beside
        the page.
      </p>
      <pre>{{ problem }}</pre>
      <button type="button" (click)="retry()">Try again</button>
    </main>
  `,
  styles: `
    main {
      max-width: 640px;
      margin: 15vh auto 0;
      padding: 0 24px;
    }
    pre {
      padding: 16px;
      border-radius: 8px;
      background: var(--mat-sys-surface-container);
      white-space: pre-wrap;
    }
  `,
})
export class ConfigMissing {
  protected readonly problem = inject(CONFIG_PROBLEM);

  protected retry(): void {
    location.reload();
  }
}
