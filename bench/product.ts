import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')
const LONGEST_START_MILLISECONDS = 120_000

const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    (answer) => answer.status === 200,
    () => false,
  )

/** The product as it is installed, in processes of its own. */
export class Product {
  readonly port: number
  /** From the command to the first `/readyz` that says so. */
  readonly startMilliseconds: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number, startMilliseconds: number) {
    this.#child = child
    this.port = port
    this.startMilliseconds = startMilliseconds
  }

  /** `npm start`, or the server alone, with settings. */
  static async start(how: 'npm start' | 'node', settings: Record<string, string>): Promise<Product> {
    const port = await freePort()
    const [command, ...args] = how === 'node' ? [process.execPath, 'bin/purveyor.js', 'serve'] : ['npm', 'start']
    const options: SpawnOptions = {
      cwd: ROOT,
      env: { ...process.env, ...settings, PORT: String(port), LOG_LEVEL: 'warn', npm_config_update_notifier: 'false' },
      stdio: 'ignore',
      // A group of its own, so that nothing of it is left.
      detached: true,
    }
    const started = performance.now()
    const child = spawn(command, args, options)
    const url = `http://127.0.0.1:${String(port)}/readyz`
    while (!(await answers(url))) {
      if (child.exitCode !== null) throw new Error(`${how} ended with ${String(child.exitCode)}`)
      if (performance.now() - started > LONGEST_START_MILLISECONDS) throw new Error(`${how} is not ready in time`)
      await sleep(10)
    }
    const product = new Product(child, port, performance.now() - started)
    process.once('exit', product.#signal)
    return product
  }

  /** MiB of the server's process. */
  async residentMemory(): Promise<number> {
    const metrics = await (await fetch(`http://127.0.0.1:${String(this.port)}/metrics`)).text()
    const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]
    return Number(bytes) / 1_048_576
  }

  async stop(): Promise<void> {
    process.off('exit', this.#signal)
    this.#signal()
    // All of the group: npm may end before the server that it started.
    while (this.#send(0)) await sleep(20)
  }

  readonly #signal = (): void => {
    this.#send('SIGTERM')
  }

  /** False when no process of the group is left. */
  #send(signal: NodeJS.Signals | 0): boolean {
    try {
      return this.#child.pid !== undefined && process.kill(-this.#child.pid, signal)
    } catch {
      return false
    }
  }
}
