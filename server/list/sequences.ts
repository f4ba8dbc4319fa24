import type { Freshness } from '../context.ts'
import type { Sql } from '../db/sql.ts'

interface Entry {
  freshness: Freshness
  ids: Promise<Float64Array>
  size: number
}

/** All candidates together may be so many; 8 bytes each. */
const MAX_IDS = 4_000_000

/**
 * The ids of whole lists in their order, which hold as long as nothing was committed. A page deep in a list costs as
 * much as its whole order, so that is kept: whoever walks the list pays once.
 */
export class Sequences {
  readonly #entries = new Map<string, Entry>()
  #size = 0

  /** The ids in order; `read` is called when they are not known, and by one caller at a time. */
  get(statement: Sql, freshness: Freshness, size: number, read: () => Promise<Float64Array>): Promise<Float64Array> {
    const key = JSON.stringify([statement.text, statement.values])
    const known = this.#entries.get(key)
    if (known?.freshness.stamp === freshness.stamp && freshness.now < known.freshness.until) return known.ids
    const entry = { freshness, ids: read(), size }
    this.#drop(key)
    this.#entries.set(key, entry)
    this.#size += size
    entry.ids.catch(() => {
      if (this.#entries.get(key) === entry) this.#drop(key)
    })
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= MAX_IDS) break
      this.#drop(oldest)
    }
    return entry.ids
  }

  #drop(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0
    this.#entries.delete(key)
  }
}
