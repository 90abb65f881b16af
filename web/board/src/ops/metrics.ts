/** A page of Prometheus text: series to value. */
export type Page = ReadonlyMap<string, number>;

const sample = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/;

/** Reads a page. What is no sample is passed over: help, types, and what nobody knows yet. */
export function read(text: string): Page {
  const page = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = sample.exec(line) ?? [];
    if (name && value) page.set(name + labels, value === '+Inf' ? Infinity : Number(value));
  }
  return page;
}

/** The sum of a metric's series, of those with a label if one is given; undefined where there is none. */
export function sum(page: Page, name: string, label = ''): number | undefined {
  let total: number | undefined;
  for (const [series, value] of page) {
    if ((series === name || series.startsWith(`${name}{`)) && series.includes(label)) total = (total ?? 0) + value;
  }
  return total;
}

/** How much a counter grew in a second between two pages; a process that began anew has counted from 0. */
export function rate(before: Page, now: Page, seconds: number, name: string, label = ''): number {
  const [from, to] = [sum(before, name, label) ?? 0, sum(now, name, label) ?? 0];
  return (to >= from ? to - from : to) / seconds;
}

/** The bound under which a share of what a histogram saw between two pages lies; undefined where it saw nothing. */
export function quantile(before: Page, now: Page, name: string, share: number): number | undefined {
  const grown = new Map<number, number>();
  for (const [series, value] of now) {
    const end = series.startsWith(`${name}_bucket{`) ? /le="([^"]+)"/.exec(series)?.[1] : undefined;
    if (end === undefined) continue;
    const bound = end === '+Inf' ? Infinity : Number(end);
    grown.set(bound, (grown.get(bound) ?? 0) + value - (before.get(series) ?? 0));
  }
  const bounds = [...grown.keys()].sort((a, b) => a - b);
  const all = grown.get(Infinity) ?? 0;
  if (all <= 0) return undefined;
  const found = bounds.find((bound) => (grown.get(bound) ?? 0) >= share * all);
  return found === Infinity ? bounds.at(-2) : found;
}
