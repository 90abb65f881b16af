/** A topic as the server lists it. */
export interface Topic {
  readonly topic: string;
  readonly title: string;
  readonly phase: string;
  readonly tiers: readonly string[];
}

/** Tonight's matches, newest first. */
export async function listTopics(): Promise<readonly Topic[]> {
  const response = await fetch('/api/topics?feed=sports&recent=200', { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`The list of matches answered ${response.status}.`);
  const { topics } = (await response.json()) as { topics?: readonly Record<string, unknown>[] };
  return (topics ?? []).flatMap((row) =>
    typeof row.topic !== 'string'
      ? []
      : {
          topic: row.topic,
          title: String(row.title ?? row.topic),
          phase: String(row.phase ?? 'scheduled'),
          tiers: Array.isArray(row.tiers) ? row.tiers.map((tier) => String((tier as { tier?: unknown }).tier)) : [],
        },
  );
}
