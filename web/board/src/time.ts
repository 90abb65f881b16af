/** A length of time as people say it at a glance: `now`, `12 s`, `3 min`, `2 h`. */
export function span(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

export function ago(ms: number | undefined): string {
  if (ms === undefined) return '';
  const length = span(ms);
  return length === 'now' ? 'just now' : `${length} ago`;
}
