import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const STYLE =
  'body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}td{padding:.25rem 1rem .25rem 0;vertical-align:top}code{font-size:.9em}';

/** A page without scripts: what there is, with the way to the machine-readable document. */
export function docsPage(document: OpenAPIObject): string {
  const rows = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined
        ? []
        : [row(method, path, operation.summary ?? '')];
    }),
  );
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plot Palette API</title><style>${STYLE}</style>`,
    `<h1>Plot Palette API</h1><p>${escape(document.info.description ?? '')}</p>`,
    '<p>OpenAPI 3.1: <a href="docs-json">docs-json</a></p>',
    `<table>${rows.join('')}</table></html>`,
  ].join('\n');
}

function row(method: string, path: string, summary: string): string {
  return `<tr><td><code>${method.toUpperCase()} ${escape(path)}</code></td><td>${escape(summary)}</td></tr>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
