/**
 * What the console and the libraries that it shares use of zod. `tsconfig.json` puts this in the place of the package, whose
 * `z` object holds every function and fifty languages and so keeps a bundler from leaving any out: 250 kB at the start.
 * A function that is missing here is a type error at its use.
 */
export * as z from './zod-exports';
