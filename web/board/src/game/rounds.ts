/** A round as the server lists it. */
export interface Round {
  readonly topic: string;
  readonly title: string;
  readonly phase: string;
}

/** The last rounds, newest first. */
export async function listRounds(): Promise<readonly Round[]> {
  const response = await fetch('/api/topics?feed=game&recent=30', { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`The list of rounds answered ${response.status}.`);
  const { topics } = (await response.json()) as { topics?: readonly Record<string, unknown>[] };
  return (topics ?? []).flatMap(({ topic, title, phase }) =>
    typeof topic === 'string' ? { topic, title: String(title ?? topic), phase: String(phase ?? '') } : [],
  );
}
