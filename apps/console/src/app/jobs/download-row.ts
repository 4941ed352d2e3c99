import { Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';

/** A file that can be downloaded, as soon as its link is known. */
@Component({
  selector: 'app-download-row',
  imports: [MatButtonModule, MatIconModule],
  host: { class: 'panel' },
  template: `
    <div class="what">
      <strong>{{ name() }}</strong>
      <span class="muted">{{ about() }}</span>
      @if (sha256(); as sum) {
        <code class="muted" title="SHA-256 of the file">{{ sum }}</code>
      }
    </div>
    @if (url(); as link) {
      <a
        matButton="tonal"
        download
        [href]="link"
        [attr.aria-label]="'Download ' + name() + ', ' + about()"
      >
        <mat-icon svgIcon="download" />
        Download
      </a>
    }
  `,
  styleUrl: './download-row.scss',
})
export class DownloadRow {
  readonly name = input.required<string>();
  readonly about = input.required<string>();
  readonly sha256 = input<string>();
  readonly url = input<string>();
}
