/**
 * Asks equal questions once at a time. Whoever comes while one is being answered waits, with all others who do, for the
 * next, which begins after all of them have come: what he gets is never older than his own question. They share
 * its failure, too.
 */
export class Together<T> {
  readonly #running = new Map<string, Promise<T>>()
  readonly #next = new Map<string, Promise<T>>()

  ask(key: string, question: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key)
    if (!running) return this.#begin(key, question)
    const begin = () => this.#begin(key, question)
    const next = this.#next.get(key) ?? running.then(begin, begin)
    this.#next.set(key, next)
    return next
  }

  #begin(key: string, question: () => Promise<T>): Promise<T> {
    this.#next.delete(key)
    const running = question()
    this.#running.set(key, running)
    const end = () => {
      if (this.#running.get(key) === running) this.#running.delete(key)
    }
    running.then(end, end)
    return running
  }
}
