import { isObject, type Document } from './json.js';
import { applyPatch } from './mergePatch.js';
import type { Position } from './position.js';
import { chainHash, origin, stateHash } from './stateHash.js';
import type { Answer, Missing, Update, UpdateTimes } from './update.js';

/** How a tier moved on. */
export interface Change {
  readonly tier: string;
  /** Where the tier stands after it. */
  readonly position: Position;
  readonly kind: Update['kind'];
  /** A state tier's document after and before it. */
  readonly state?: Document;
  readonly previous?: Document;
  /** A log tier's new entries, in order. */
  readonly entries: readonly Document[];
  /** What was shown of a log before is replaced by `entries`. */
  readonly reset: boolean;
  /** History that is lost to this viewer, just before this change. */
  readonly missing?: Missing;
  readonly at: UpdateTimes;
}

/**
 * What the tier makes of something it was given: `applied` (with what follows from it), `known` already, `ahead` of what is known,
 * of an `other` epoch, or `wrong` (its hash or shape does not prove it).
 */
export type Verdict = 'applied' | 'known' | 'ahead' | 'other' | 'wrong';

const heldLimit = 1_000;
const retiredLimit = 8;

/**
 * Applies the updates of one tier in order of their positions, each once, and only when the hash proves it. It does no I/O and knows
 * no time: it may be given anything, in any order, any number of times, from any number of connections.
 *
 * What is ahead is held (at most 1,000 updates, then none: a catch up brings them) until a catch up closes the gap before it.
 */
export class Tier {
  position: Position | undefined;
  document: Document | undefined;
  entries: readonly Document[] = [];
  at: UpdateTimes | undefined;
  #hash = origin;
  #held = new Map<string, Update>();
  #retired = new Set<string>();

  constructor(
    readonly name: string,
    private readonly show: (change: Change) => void,
    private readonly keep = 10_000,
  ) {}

  /** Whether an update waits for one before it. */
  get waiting(): boolean {
    return this.#held.size > 0;
  }

  /** Takes an update as it comes from a connection. */
  take(update: Update): Verdict {
    const verdict = this.#apply(update);
    if (verdict === 'applied') return this.#release() ? verdict : 'wrong';
    if (verdict === 'ahead' || verdict === 'other') this.#hold(update);
    return verdict;
  }

  /** Takes an answer of the catch-up route. `wrong` means that this answer cannot be trusted and the whole state is needed. */
  answer(answer: Answer): Verdict {
    if (answer.answer === 'current') return this.#settle('known');
    if (answer.answer === 'state') return this.#settle(this.#replace(answer.state));
    if (answer.answer === 'gap') return this.#settle(this.#replace(answer.state, answer.missing));
    let verdict: Verdict = 'known';
    for (const update of answer.updates) {
      const next = this.#apply(update);
      if (next === 'ahead' || next === 'other' || next === 'wrong') return 'wrong';
      if (next === 'applied') verdict = next;
    }
    return this.#settle(verdict);
  }

  #apply(update: Update): Verdict {
    if (this.#retired.has(update.epoch)) return 'known';
    const offset = this.position?.offset ?? 0;
    if (this.position && this.position.epoch !== update.epoch) return 'other';
    if (update.offset <= offset) return 'known';
    if (update.kind === 'state') return this.#replace(update); // a whole document needs none before it
    if (update.offset > offset + 1) return 'ahead';
    return this.#proven(() => {
      if (update.kind === 'events') {
        const hash = chainHash(this.#hash, update.data);
        return hash === update.hash && (() => this.#move(update, hash, { entries: update.data }));
      }
      const document = applyPatch(this.document, update.data);
      const hash = stateHash(document);
      return hash === update.hash && (() => this.#move(update, hash, { document }));
    });
  }

  /**
   * Takes a whole state, forward only, unless the server says that we are ahead of it: what it no longer knows is not shown any longer.
   * Another epoch is only ever brought by a catch up, where the server says what is current.
   */
  #replace(update: Update, missing?: Missing): Verdict {
    const same = this.position?.epoch === update.epoch;
    const ahead = missing?.reason === 'ahead';
    if (same && !ahead && update.offset <= this.position!.offset) return 'known';
    if (ahead) this.#held.clear(); // of what the server no longer knows
    if (update.kind === 'events') {
      const left = same && missing?.reason === 'retention'; // only then is every kept entry new to us
      this.#retire(update.epoch);
      this.#move(update, update.hash, { entries: update.data, reset: !left && this.position !== undefined, missing });
      return 'applied';
    }
    return this.#proven(() => {
      const document = update.data as Document;
      return (
        stateHash(document) === update.hash &&
        (() => {
          this.#retire(update.epoch);
          this.#move(update, update.hash, { document, missing });
        })
      );
    });
  }

  // Canonical form refuses what no document may hold; such an update is as wrong as one with a wrong hash.
  #proven(prove: () => false | (() => void)): Verdict {
    let move: false | (() => void);
    try {
      move = prove();
    } catch {
      return 'wrong';
    }
    if (move) move();
    return move ? 'applied' : 'wrong';
  }

  #move(
    update: Update,
    hash: string,
    to: { document?: Document; entries?: readonly Document[]; reset?: boolean; missing?: Missing | undefined },
  ): void {
    const previous = this.document;
    this.position = { epoch: update.epoch, offset: update.offset };
    this.#hash = hash;
    this.at = update.at;
    if (to.document) this.document = to.document;
    const entries = to.entries ?? [];
    if (to.entries) this.entries = [...(to.reset ? [] : this.entries), ...entries].slice(-this.keep);
    this.show({
      tier: this.name,
      position: this.position,
      kind: update.kind,
      ...(to.document && { state: to.document }),
      ...(to.document && previous && { previous }),
      entries,
      reset: to.reset ?? false,
      ...(isObject(to.missing) && { missing: to.missing }),
      at: update.at,
    });
  }

  #retire(next: string): void {
    if (this.position && this.position.epoch !== next) this.#retired.add(this.position.epoch);
    this.#retired.delete(next);
    if (this.#retired.size > retiredLimit) this.#retired = new Set([...this.#retired].slice(-retiredLimit));
  }

  #hold(update: Update): void {
    if (this.#held.size >= heldLimit) this.#held.clear();
    this.#held.set(`${update.epoch}:${update.offset}`, update);
  }

  /** The server has spoken: what is held of other histories is old, and the rest may fit now. */
  #settle(verdict: Verdict): Verdict {
    for (const [key, update] of this.#held) if (this.position && update.epoch !== this.position.epoch) this.#held.delete(key);
    return this.#release() ? verdict : 'wrong';
  }

  /** Applies what is held and fits now; false when something of it was wrong. */
  #release(): boolean {
    let sound = true;
    for (const [key, update] of [...this.#held].sort(([, a], [, b]) => a.offset - b.offset)) {
      const verdict = this.#apply(update);
      if (verdict !== 'ahead' && verdict !== 'other') this.#held.delete(key);
      if (verdict === 'wrong') sound = false;
    }
    return sound;
  }
}
