/** A report as a plain HTML page of nested tables, renewed every two seconds. */
export function statsPage(report: object): string {
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">',
    '<title>Model server</title>',
    '<style>body{font:14px system-ui;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.25rem .5rem;text-align:left;vertical-align:top}:root{color-scheme:light dark}</style>',
    `<h1>Model server</h1>${cell(report)}</html>`,
  ].join('\n');
}

function cell(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return escapeHtml(String(value ?? '-'));
  const rows = Object.entries(value).map(
    ([name, inner]) =>
      `<tr><th>${escapeHtml(name)}</th><td>${cell(inner)}</td></tr>`,
  );
  return rows.length === 0 ? '-' : `<table>${rows.join('')}</table>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
