import type { Routes } from '@angular/router';
import { SessionPage } from './session-page';

export const SESSION_ROUTES: Routes = [
  {
    path: '',
    component: SessionPage,
    children: [
      {
        path: 'sign-in',
        title: 'Sign in · Plot Palette',
        loadComponent: () =>
          import('./sign-in').then((module) => module.SignIn),
      },
      {
        path: 'sign-up',
        title: 'Create an account · Plot Palette',
        loadComponent: () =>
          import('./sign-up').then((module) => module.SignUp),
      },
      {
        path: 'confirm',
        title: 'Confirm the e-mail address · Plot Palette',
        loadComponent: () =>
          import('./confirm-sign-up').then((module) => module.ConfirmSignUp),
      },
      {
        path: 'forgot-password',
        title: 'Reset the password · Plot Palette',
        loadComponent: () =>
          import('./forgot-password').then((module) => module.ForgotPassword),
      },
    ],
  },
];
