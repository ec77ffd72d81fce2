import { parse } from 'csv-parse/sync';

const DELIMITERS = [';', '\t', ',', '|'];

/** The delimiter by which most records of the beginning have the same number of cells; `;` when there is one column. */
export function guessDelimiter(text) {
  const asked = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (DELIMITERS.includes(asked)) return asked;
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: score(text, delimiter) }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best), { delimiter: ';', score: 0.5 })
    .delimiter;
}

function score(text, delimiter) {
  const widths = records(text, delimiter)
    .filter((record) => record.some((cell) => cell.trim() !== ''))
    .map((record) => record.length);
  const counts = new Map();
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [1, 0];
  const steady = widths.length === 0 ? 0 : count / widths.length;
  return steady * Math.sqrt(Math.min(width, 16)) * (delimiter === ',' && widths[0] === 1 ? proseFactor(text) : 1);
}

/** «Иванова Мария, 3А, школа № 14» under a title of one cell is prose: its commas have spaces behind them. */
function proseFactor(text) {
  const all = text.split(',').length - 1;
  const spaced = text.split(', ').length - 1;
  return all > 0 && spaced / all > 0.8 ? 0.2 : 1;
}

/** A quote that ends beyond the sample, or never, spoils the rest only: what came before it counts. */
function records(text, delimiter) {
  const found = [];
  try {
    parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      to: 300,
      max_record_size: 65_536,
      on_record: (record) => {
        found.push(record);
        return null;
      },
    });
  } catch {
    return found;
  }
  return found;
}
