/** Lets at most `slots` pieces of work run at once; `places` more may wait, served in the order of their arrival. */
export class Limiter {
  #free: number
  readonly #places: number
  readonly #waiting: (() => void)[] = []

  constructor(slots: number, places: number) {
    this.#free = slots
    this.#places = places
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Whether everything is taken, the places to wait included; `run` is to be called only while it is not. */
  get isFull(): boolean {
    return this.#free === 0 && this.waiting >= this.#places
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // A slot that somebody waits for is handed on and never free in between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
