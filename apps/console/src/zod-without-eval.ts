// zod compiles schemas with `new Function`, which the page's policy forbids and the browser reports even though zod catches it.
// This is a polyfill entry, because schemas are built while modules load: nothing inside the application runs early enough.
// It sets zod's own global, instead of calling z.config, because polyfills are a bundle of their own and would hold a second zod.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
