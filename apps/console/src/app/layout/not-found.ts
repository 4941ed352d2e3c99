import { Component } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from './empty-state';

@Component({
  selector: 'app-not-found',
  imports: [EmptyState, MatButtonModule, RouterLink],
  template: `
    <app-empty-state
      icon="search"
      title="There is no such page"
      text="The address may be mistyped, or what it led to was deleted."
    >
      <a matButton="filled" routerLink="/jobs">Go to the jobs</a>
    </app-empty-state>
  `,
})
export class NotFoundPage {}
