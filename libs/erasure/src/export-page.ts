import { familyTables } from './family-tables.ts';

/** What is in `data.json`, for reading: one table of names and values for each row, and links to the files. */
export function exportPage(held: Readonly<Record<string, readonly unknown[]>>, files: readonly string[]): string {
  const sections = familyTables
    .filter(({ table }) => (held[table]?.length ?? 0) > 0)
    .map(({ table, title }) => `<h2>${escaped(title)}</h2>${(held[table] ?? []).map(rowOf).join('')}`);
  const links = files.map((name) => `<li><a href="${escaped(encodeURI(name))}">${escaped(name)}</a></li>`);
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Копия данных</title>
<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}td{vertical-align:top;padding:.1rem 1rem .1rem 0}table{margin-bottom:1rem}</style>
<h1>Копия данных, которые хранит объединение</h1>${sections.join('\n')}<h2>Файлы</h2><ul>${links.join('')}</ul></html>\n`;
}

function rowOf(row: unknown): string {
  const cells = Object.entries(row as Record<string, unknown>)
    .filter(([name, value]) => value !== null && !name.endsWith('branch_id'))
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `<tr><td>${escaped(name)}</td><td>${escaped(text)}</td></tr>`;
    });
  return `<table>${cells.join('')}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
