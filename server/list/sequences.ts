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

  /** The ids in order, when nothing has been committed since they were read, or while they are being read. */
  find(statement: Sql, freshness: Freshness): Promise<Float64Array> | undefined {
    const known = this.#entries.get(keyOf(statement))
    return known?.freshness.stamp === freshness.stamp && freshness.now < known.freshness.until ? known.ids : undefined
  }

  /** Keeps ids whose reading was begun after `freshness` was read. A reading that fails is forgotten. */
  keep(
    statement: Sql,
    freshness: Freshness,
    ids: Promise<Float64Array>,
    { total }: { total: number },
  ): Promise<Float64Array> {
    const key = keyOf(statement)
    const entry = { freshness, ids, size: total }
    this.#drop(key)
    this.#entries.set(key, entry)
    this.#size += total
    ids.catch(() => {
      if (this.#entries.get(key) === entry) this.#drop(key)
    })
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= MAX_IDS) break
      this.#drop(oldest)
    }
    return ids
  }

  #drop(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0
    this.#entries.delete(key)
  }
}

const keyOf = ({ text, values }: Sql): string => JSON.stringify([text, values])
