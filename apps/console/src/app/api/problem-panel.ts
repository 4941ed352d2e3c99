import { Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { asProblem } from './api-problem';

/** The one place that shows what went wrong: title, reason, and each issue with where it is. */
@Component({
  selector: 'app-problem-panel',
  imports: [MatButtonModule, MatIconModule],
  templateUrl: './problem-panel.html',
  styleUrl: './problem-panel.scss',
  host: { role: 'alert' },
})
export class ProblemPanel {
  readonly error = input.required<unknown>();
  readonly retryLabel = input('');
  readonly retry = output();
  protected readonly problem = computed(() => asProblem(this.error()));
}
