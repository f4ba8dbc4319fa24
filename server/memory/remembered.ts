import { LRUCache } from 'lru-cache'
import type { Freshness } from '../context.ts'

interface Entry<T> {
  stamp: string
  until: number
  value: T
}

/**
 * Values that were made of the database, each of which holds as long as nothing was committed and the clock has not come
 * to where it changes. The least recently used ones are dropped.
 */
export class Remembered<T extends object> {
  readonly #entries: LRUCache<string, Entry<T>>

  /** `most` bounds the sum of the sizes. */
  constructor(most: number) {
    this.#entries = new LRUCache({ maxSize: Math.max(1, most) })
  }

  /** Whether there is a value under the key, which may hold no more. */
  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** The value under the key, when it still holds. */
  find(key: string, present: Pick<Freshness, 'stamp' | 'now'>): T | undefined {
    const entry = this.#entries.get(key)
    return entry?.stamp === present.stamp && present.now < entry.until ? entry.value : undefined
  }

  /** Keeps a value whose making began after `made` was read. A promise that fails is forgotten. */
  keep(key: string, made: Pick<Freshness, 'stamp' | 'until'>, value: T, size = 1): T {
    const entry = { stamp: made.stamp, until: made.until, value }
    this.#entries.set(key, entry, { size })
    if (value instanceof Promise) {
      value.catch(() => {
        if (this.#entries.peek(key) === entry) this.#entries.delete(key)
      })
    }
    return value
  }
}
