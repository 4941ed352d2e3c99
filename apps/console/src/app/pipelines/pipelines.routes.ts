import type { Routes } from '@angular/router';

export const PIPELINE_ROUTES: Routes = [
  {
    path: '',
    title: 'Pipeline · Plot Palette',
    loadComponent: () =>
      import('./pipeline-list').then((module) => module.PipelineList),
  },
  {
    path: ':pipelineId',
    title: 'Execution · Plot Palette',
    loadComponent: () =>
      import('./pipeline-page').then((module) => module.PipelinePage),
  },
];
