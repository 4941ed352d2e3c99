import { DatePipe, DecimalPipe } from '@angular/common';
import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { MatTableModule } from '@angular/material/table';
import { RouterLink } from '@angular/router';
import { ApiClient } from '../api/api-client';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { PageHeader } from '../layout/page-header';
import { formatBytes } from '../layout/sizes';
import { usableTemplates } from '../templates/usable-templates';
import { profileRows } from './profile-rows';
import { SeedStateChip, isSettled } from './seed-state-chip';
import { SeedValidationResult } from './seed-validation-result';

const POLL_MS = 1_500;

@Component({
  selector: 'app-seed-data-detail',
  imports: [
    DatePipe,
    DecimalPipe,
    MatButtonModule,
    MatFormFieldModule,
    MatProgressBarModule,
    MatSelectModule,
    MatTableModule,
    PageHeader,
    ProblemPanel,
    RouterLink,
    SeedStateChip,
    SeedValidationResult,
  ],
  templateUrl: './seed-data-detail.html',
  styleUrl: './seed-data-detail.scss',
})
export class SeedDataDetail {
  readonly #api = inject(ApiClient);

  readonly seedId = input.required<string>();

  protected readonly columns = [
    'path',
    'present',
    'types',
    'missing',
    'missingRows',
  ];
  protected readonly formatBytes = formatBytes;
  protected readonly seed = resource({
    params: () => this.seedId(),
    loader: ({ params }) => this.#api.seed(params),
  });
  protected readonly shown = lastValue(this.seed, this.seedId);
  protected readonly profile = computed(() => {
    const profile = this.shown()?.profile;
    return profile === undefined ? [] : profileRows(profile);
  });

  protected readonly templates = resource({
    params: () => this.shown()?.state === 'READY' || undefined,
    loader: () => usableTemplates(this.#api),
  });
  protected readonly templateId = linkedSignal({
    source: this.seedId,
    computation: () => '',
  });
  protected readonly validation = resource({
    params: () =>
      this.templateId() === ''
        ? undefined
        : { seedId: this.seedId(), templateId: this.templateId() },
    loader: ({ params: { seedId, templateId } }) =>
      this.#api.validateSeed(seedId, templateId),
  });

  constructor() {
    reloadEvery(this.seed, () => {
      const state = this.shown()?.state;
      return state === undefined || isSettled(state) ? undefined : POLL_MS;
    });
  }
}
