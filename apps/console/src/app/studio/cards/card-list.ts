import {
  CdkDrag,
  CdkDragDrop,
  CdkDragHandle,
  CdkDropList,
} from '@angular/cdk/drag-drop';
import { Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatSlideToggleModule } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import type { PromptCardSummary } from '@plot-palette/domain';
import { StatusChip } from '../../layout/status-chip';

/** The cards in the order of the system prompt: put into another one, switched on and off here. */
@Component({
  selector: 'app-card-list',
  imports: [
    CdkDrag,
    CdkDragHandle,
    CdkDropList,
    MatButtonModule,
    MatIconModule,
    MatSlideToggleModule,
    RouterLink,
    StatusChip,
  ],
  templateUrl: './card-list.html',
  styleUrl: './card-list.scss',
})
export class CardList {
  readonly cards = input.required<readonly PromptCardSummary[]>();
  readonly current = input<string | undefined>();
  readonly disabled = input(false);
  readonly moved = output<{ readonly from: number; readonly to: number }>();
  readonly switched = output<PromptCardSummary>();

  protected readonly last = computed(() => this.cards().length - 1);

  protected drop({ previousIndex, currentIndex }: CdkDragDrop<unknown>): void {
    if (previousIndex !== currentIndex)
      this.moved.emit({ from: previousIndex, to: currentIndex });
  }

  protected labelsOf({ labels, version }: PromptCardSummary): string[] {
    return Object.entries(labels).flatMap(([label, names]) =>
      names === version ? [label] : [],
    );
  }
}
