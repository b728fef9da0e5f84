/** @module Keys made ready once per secret: importing one costs more than signing 1 KB. */

// Enough for one process that serves many workspaces; an entry is a few hundred bytes.
const CAPACITY = 256;

/** A map that forgets its oldest entry when it is full. */
export class KeyCache<Key> {
  readonly #keys = new Map<string, Key>();

  get(secret: string): Key | undefined {
    return this.#keys.get(secret);
  }

  set(secret: string, key: Key): void {
    if (this.#keys.size >= CAPACITY) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest);
        break;
      }
    }
    this.#keys.set(secret, key);
  }

  get size(): number {
    return this.#keys.size;
  }
}
