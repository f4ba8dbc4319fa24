import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LoadJob, LoadResult } from './job.ts'

export type { LoadJob, LoadRequest, LoadResult } from './job.ts'

/** The load generator, which runs in a process of its own and does one job at a time. */
export class LoadGenerator {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'process.ts'), { execArgv: ['--import', 'tsx'] })
  }

  async run(job: LoadJob): Promise<LoadResult> {
    const ended = new AbortController()
    const answered = once(this.#child, 'message', { signal: ended.signal })
    const failed = once(this.#child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('The load generator ended')
    })
    this.#child.send(job)
    try {
      const [result] = (await Promise.race([answered, failed])) as [LoadResult]
      return result
    } finally {
      ended.abort()
      await Promise.allSettled([answered, failed])
    }
  }

  stop(): void {
    this.#child.disconnect()
  }
}
