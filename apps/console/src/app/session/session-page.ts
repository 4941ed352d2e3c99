import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';

/** The frame of the pages that one sees without being signed in. */
@Component({
  selector: 'app-session-page',
  imports: [RouterOutlet],
  template: `
    <main>
      <header>
        <img src="favicon.svg" alt="" width="44" height="44" />
        <div>
          <strong>Plot Palette</strong>
          <span class="muted">Your team's own LLM data studio</span>
        </div>
      </header>
      <div class="panel"><router-outlet /></div>
    </main>
  `,
  styles: `
    :host {
      display: block;
      min-height: 100vh;
      background: linear-gradient(
        160deg,
        var(--mat-sys-primary-container) -40%,
        var(--mat-sys-surface-container-low) 45%
      );
    }
    main {
      display: flex;
      flex-direction: column;
      gap: 20px;
      width: min(420px, 100%);
      margin: 0 auto;
      padding: max(32px, 12vh) 16px 32px;
    }
    header {
      display: flex;
      gap: 14px;
      align-items: center;
    }
    strong {
      display: block;
      font: var(--mat-sys-title-large);
    }
    .panel {
      padding: 28px;
    }
  `,
})
export class SessionPage {}
