import { Component, computed, input } from '@angular/core';
import type {
  Complexity,
  ComplexityReason,
  MessageAnalysis,
} from '@plot-palette/domain';
import { StatusChip, type Tone } from '../layout/status-chip';

const TONES: Record<Complexity, Tone> = {
  low: 'good',
  medium: 'caution',
  high: 'bad',
};

const FACTORS: Record<ComplexityReason['factor'], string> = {
  WORDS: 'words',
  CODE_LINES: 'lines of code',
  QUESTIONS: 'questions',
  LIST_ITEMS: 'list items',
  SENTENCE_LENGTH: 'words a sentence',
};

/** What was told about the message without a model, and why it counts as it does. */
@Component({
  selector: 'app-analysis-panel',
  imports: [StatusChip],
  template: `
    <h2>Analysis</h2>
    <p class="complexity">
      <app-status-chip
        [text]="analysis().complexity + ' complexity'"
        [tone]="tone()"
      />
      <span class="muted">{{ points() }}</span>
    </p>
    @if (analysis().reasons.length > 0) {
      <ul>
        @for (reason of analysis().reasons; track reason.factor) {
          <li>
            {{ reason.value }} {{ factors[reason.factor] }}
            <span class="muted">({{ reason.threshold }} or more)</span>:
            <strong>+{{ reason.points }}</strong>
          </li>
        }
      </ul>
    }
    <dl>
      @for (fact of facts(); track fact.label) {
        <div>
          <dt class="muted">{{ fact.label }}</dt>
          <dd>{{ fact.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    .complexity {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
    ul {
      margin: 0;
      padding-left: 18px;
    }
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(110px, 1fr));
      gap: 10px 16px;
      margin: 0;
    }
    dt {
      font-size: 0.8125rem;
    }
    dd {
      margin: 2px 0 0;
      overflow-wrap: anywhere;
    }
  `,
  host: { class: 'panel' },
})
export class AnalysisPanel {
  readonly analysis = input.required<MessageAnalysis>();

  protected readonly factors = FACTORS;
  protected readonly tone = computed(() => TONES[this.analysis().complexity]);
  protected readonly points = computed(() => {
    const { score } = this.analysis();
    return score === 1 ? '1 point' : `${score} points`;
  });
  protected readonly facts = computed(() => {
    const { words, sentences, questions, language, code } = this.analysis();
    return [
      { label: 'Words', value: words.toLocaleString('en-US') },
      { label: 'Sentences', value: sentences },
      { label: 'Questions', value: questions },
      { label: 'Language', value: language === 'und' ? 'unknown' : language },
      { label: 'Code', value: codeText(code) },
    ];
  });
}

function codeText({ present, languages, lines }: MessageAnalysis['code']) {
  if (!present) return 'none';
  const found = languages.length === 0 ? 'yes' : languages.join(', ');
  return lines === 0 ? found : `${found}, ${lines} lines`;
}
