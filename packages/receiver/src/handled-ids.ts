/** @module The ids that this process handled last, each with its body: to notice one that came with two. */

/** The most that are kept, about 200 bytes each. */
const KEPT = 2_000;

/**
 * Kept by the process rather than in the store, because the owner is told of a sender that writes the
 * JSON anew, and nothing is decided by it. In the store it cost every delivery as much as knowing a
 * repeat did. Processes that share a store tell of those that the same one handled.
 */
export class HandledIds {
  readonly #bodies = new Map<string, string>();

  /** Notes a handled delivery. @returns whether its id was handled before with another body. */
  note(eventId: string, key: string): boolean {
    const before = this.#bodies.get(eventId);
    // All at once: the oldest of a Map, deleted again and again, takes ever longer to find.
    if (this.#bodies.size >= KEPT) this.#bodies.clear();
    this.#bodies.set(eventId, key);
    return before !== undefined && before !== key;
  }
}
