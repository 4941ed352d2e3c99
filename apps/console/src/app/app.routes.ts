import type { Routes } from '@angular/router';
import { signedInGuard } from './session/signed-in-guard';

export const APP_ROUTES: Routes = [
  // Before the session's routes, whose empty path would match too.
  { path: '', pathMatch: 'full', redirectTo: 'jobs' },
  {
    path: '',
    loadChildren: () =>
      import('./session/session.routes').then(
        (module) => module.SESSION_ROUTES,
      ),
  },
  {
    path: '',
    canActivate: [signedInGuard],
    canActivateChild: [signedInGuard],
    loadComponent: () =>
      import('./layout/shell').then((module) => module.Shell),
    children: [
      {
        path: 'templates',
        loadChildren: () =>
          import('./templates/templates.routes').then(
            (module) => module.TEMPLATE_ROUTES,
          ),
      },
      {
        path: 'seed-data',
        loadChildren: () =>
          import('./seed-data/seed-data.routes').then(
            (module) => module.SEED_DATA_ROUTES,
          ),
      },
      {
        path: 'jobs',
        loadChildren: () =>
          import('./jobs/jobs.routes').then((module) => module.JOB_ROUTES),
      },
      {
        path: 'studio',
        loadChildren: () =>
          import('./studio/studio.routes').then(
            (module) => module.STUDIO_ROUTES,
          ),
      },
      {
        path: 'pipelines',
        loadChildren: () =>
          import('./pipelines/pipelines.routes').then(
            (module) => module.PIPELINE_ROUTES,
          ),
      },
      {
        path: '**',
        title: 'Not found · Plot Palette',
        loadComponent: () =>
          import('./layout/not-found').then((module) => module.NotFoundPage),
      },
    ],
  },
];
