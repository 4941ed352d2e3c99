import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../layout/unsaved-changes-guard';

const loadEditor = () =>
  import('./projects/project-editor').then((module) => module.ProjectEditor);

export const STUDIO_ROUTES: Routes = [
  {
    path: '',
    title: 'Studio · Plot Palette',
    loadComponent: () =>
      import('./projects/project-list').then((module) => module.ProjectList),
  },
  {
    path: 'new',
    title: 'New project · Plot Palette',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: loadEditor,
  },
  {
    path: ':projectId/settings',
    title: 'Project settings · Plot Palette',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: loadEditor,
  },
  {
    path: ':projectId/cards',
    title: 'Prompt cards · Plot Palette',
    canDeactivate: [unsavedChangesGuard],
    // Another card is another query parameter: what was typed into the first one is asked about, too.
    runGuardsAndResolvers: 'paramsOrQueryParamsChange',
    loadComponent: () =>
      import('./cards/cards-page').then((module) => module.CardsPage),
  },
  {
    path: ':projectId/compare',
    title: 'Compare · Plot Palette',
    loadComponent: () =>
      import('./compare/compare-page').then((module) => module.ComparePage),
  },
  {
    path: ':projectId',
    title: 'Chat · Plot Palette',
    loadComponent: () =>
      import('./chat/chat-page').then((module) => module.ChatPage),
  },
];
