import type { Routes } from '@angular/router';

export const SEED_DATA_ROUTES: Routes = [
  {
    path: '',
    title: 'Seed data · Plot Palette',
    loadComponent: () =>
      import('./seed-data-list').then((module) => module.SeedDataList),
  },
  {
    path: ':seedId',
    title: 'Seed file · Plot Palette',
    loadComponent: () =>
      import('./seed-data-detail').then((module) => module.SeedDataDetail),
  },
];
