import type { Routes } from '@angular/router';

export const JOB_ROUTES: Routes = [
  {
    path: '',
    title: 'Jobs · Plot Palette',
    loadComponent: () => import('./job-list').then((module) => module.JobList),
  },
  {
    path: 'new',
    title: 'New job · Plot Palette',
    loadComponent: () => import('./new-job').then((module) => module.NewJob),
  },
  {
    path: ':jobId',
    title: 'Job · Plot Palette',
    loadComponent: () => import('./job-page').then((module) => module.JobPage),
  },
];
