import { inject } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { Confirm } from './confirm';

export interface HoldsChanges {
  hasUnsavedChanges(): boolean;
}

export const unsavedChangesGuard: CanDeactivateFn<HoldsChanges> = (page) =>
  !page.hasUnsavedChanges() ||
  inject(Confirm).ask({
    title: 'Leave without saving?',
    text: 'What you changed since the last save will be lost.',
    action: 'Discard the changes',
    keep: 'Stay here',
  });
