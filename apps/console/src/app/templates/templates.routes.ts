import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../layout/unsaved-changes-guard';

const loadEditor = () =>
  import('./template-editor').then((module) => module.TemplateEditor);

export const TEMPLATE_ROUTES: Routes = [
  {
    path: '',
    title: 'Templates · Plot Palette',
    loadComponent: () =>
      import('./template-list').then((module) => module.TemplateList),
  },
  {
    path: 'new',
    title: 'New template · Plot Palette',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: loadEditor,
  },
  {
    path: ':templateId',
    title: 'Template · Plot Palette',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: loadEditor,
  },
];
