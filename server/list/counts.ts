import type { Freshness } from '../context.ts'
import type { Sql } from '../db/sql.ts'

/** What is known of the candidates of a list. */
export interface Counted {
  total: number
  /** Rows of the table that a walk reads, by the statistics; 0 for lists without a walk. */
  population: number
}

interface Entry {
  freshness: Freshness
  counted: Promise<Counted>
}

const MAX_REMEMBERED = 5_000

/**
 * Counts that hold as long as nothing was committed. Whoever asks for one that is being computed waits for it instead
 * of computing it, too.
 */
export class Counts {
  readonly #entries = new Map<string, Entry>()

  /** The count of an equal statement, when nothing has been committed since. */
  find(statement: Sql, freshness: Freshness | undefined): Promise<Counted> | undefined {
    const entry = this.#entries.get(keyOf(statement))
    return freshness && entry?.freshness.stamp === freshness.stamp && freshness.now < entry.freshness.until
      ? entry.counted
      : undefined
  }

  /** Keeps a count that was begun after `freshness` was read. A count that fails is forgotten. */
  keep(statement: Sql, freshness: Freshness | undefined, counted: Promise<Counted>): Promise<Counted> {
    if (!freshness) return counted
    const key = keyOf(statement)
    const entry = { freshness, counted }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_REMEMBERED && oldest !== undefined) this.#entries.delete(oldest)
    counted.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    })
    return counted
  }
}

const keyOf = ({ text, values }: Sql): string => JSON.stringify([text, values])
