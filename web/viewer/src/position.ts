/** A place in the history of a tier. */
export interface Position {
  /** Names the history; another epoch is another history. */
  readonly epoch: string;
  /** Counts the updates of that history, contiguous from 1. */
  readonly offset: number;
}

/** The position as an entity tag: `"{epoch}:{offset}"`. */
export function toTag(position: Position): string {
  return `"${position.epoch}:${position.offset}"`;
}
