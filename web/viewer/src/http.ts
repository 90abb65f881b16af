import type { Clock } from './clock.js';
import type { Settings } from './options.js';

/** A refusal or failure over HTTP, with what the server asks of those who come back. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Milliseconds to stay away; 0 when the server names none. */
    readonly retryAfter = 0,
    /** Which of the tiers that were asked for it is about; empty when it is about all of them. */
    readonly tiers: readonly unknown[] = [],
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** The server's clock minus ours in milliseconds, where it is told. */
  readonly skew: number | undefined;
}

/** One request with a deadline. Statuses in `expected` are replies; all others are errors. */
export async function request(
  { fetch, clock, ended }: Settings,
  url: string,
  init: RequestInit,
  expected: readonly number[],
  deadline = 10_000,
): Promise<Reply> {
  const abort = new AbortController();
  const cancel = clock.after(deadline, () => abort.abort(new HttpError(0, `${url} did not answer within ${deadline} ms`)));
  const end = () => abort.abort();
  ended.addEventListener('abort', end);
  try {
    ended.throwIfAborted();
    const response = await fetch(url, { cache: 'no-store', ...init, signal: abort.signal });
    const text = await response.text();
    const body = parse(text);
    if (!expected.includes(response.status)) throw refusal(url, response, body, clock);
    // The header tells whole seconds, rounded down: closer than this it may be the same clock.
    const ahead = Date.parse(response.headers.get('date') ?? '') + 500 - clock.now();
    return { status: response.status, body, skew: Number.isNaN(ahead) ? undefined : Math.abs(ahead) > 1_500 ? ahead : 0 };
  } finally {
    cancel();
    ended.removeEventListener('abort', end);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an empty 304, or a proxy's HTML page: what needs a body says so
  }
}

function refusal(url: string, response: Response, body: unknown, clock: Clock): HttpError {
  const said = body as { detail?: string; title?: string; tiers?: unknown } | null | undefined;
  const after = response.headers.get('retry-after') ?? '';
  const wait = /^\d+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - clock.now();
  const why = said?.detail ?? said?.title ?? response.statusText;
  return new HttpError(
    response.status,
    `${url}: ${response.status} ${why}`,
    Math.max(0, wait || 0),
    Array.isArray(said?.tiers) ? said.tiers : [],
  );
}
