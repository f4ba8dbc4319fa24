import type { Freshness } from '../context.ts'
import { Remembered } from './remembered.ts'
import { Together } from './together.ts'

/**
 * What was read of the database, kept as long as nothing is committed. Equal questions are asked once at a time, also
 * when something is committed all the while.
 */
export class Readings<T extends object> {
  readonly #kept: Remembered<Promise<T>>
  readonly #asked = new Together<T>()
  readonly #answers = new WeakMap<Promise<T>, T>()

  /** `most` bounds the sum of the sizes. */
  constructor(most: number) {
    this.#kept = new Remembered(most)
  }

  /** What is known, or being read. */
  find(key: string, freshness: Freshness | undefined): Promise<T> | undefined {
    return freshness && this.#kept.find(key, freshness)
  }

  /** What is known already: there is nothing to wait for. */
  known(key: string, freshness: Freshness | undefined): T | undefined {
    const reading = this.find(key, freshness)
    return reading && this.#answers.get(reading)
  }

  /** What is known; otherwise it is read and kept, but for callers without freshness. */
  read(key: string, freshness: Freshness | undefined, read: () => Promise<T>, size = 1): Promise<T> {
    if (!freshness) return read()
    const found = this.find(key, freshness)
    if (found) return found
    return this.#keep(key, freshness, this.#asked.ask(key, read), size)
  }

  /** Keeps what was read with something else. */
  keep(key: string, freshness: Freshness | undefined, value: T): void {
    if (freshness) void this.#keep(key, freshness, Promise.resolve(value))
  }

  #keep(key: string, freshness: Freshness, reading: Promise<T>, size?: number): Promise<T> {
    const remember = (answer: T) => void this.#answers.set(reading, answer)
    // Whoever waits for it hears of its failure.
    reading.then(remember, () => undefined)
    return this.#kept.keep(key, freshness, reading, size)
  }
}
