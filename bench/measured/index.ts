import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The measured server on one database, in a process of its own. */
export class MeasuredServer {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /** With `keeps-answers` as it is by default; else every answer is made anew. */
  static async start(url: string, keeps?: 'keeps-answers'): Promise<MeasuredServer> {
    const child = fork(join(import.meta.dirname, 'process.ts'), [url, keeps ?? ''], { execArgv: ['--import', 'tsx'] })
    const failed = once(child, 'exit').then(() => {
      throw new Error('The measured server ended')
    })
    const [port] = (await Promise.race([once(child, 'message'), failed])) as [number]
    return new MeasuredServer(child, port)
  }

  /** What F0 answers with from now on. */
  async keepPage(body: string): Promise<void> {
    this.#child.send(body)
    await once(this.#child, 'message')
  }

  stop(): void {
    this.#child.disconnect()
  }
}
