/** A few listeners, each removed by what `on` returned. A listener that throws does not keep others from hearing. */
export class Emitter<Events extends Record<string, unknown>> {
  #listeners = new Map<keyof Events, Set<(event: never) => void>>();

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const own = (event: Events[Name]) => listener(event); // so that one function may listen twice
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(own));
    return () => void set.delete(own);
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (event: Events[Name]) => void)(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error; // reported as unhandled, where its author will see it
        });
      }
    }
  }

  get size(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
