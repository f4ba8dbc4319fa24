import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from './figures.ts'
import { Product } from './product.ts'

export interface StartUp {
  /** Seconds from `npm start` to ready: on an empty data directory, with the demo data loaded, and after that. */
  first: number
  later: number
  /** MiB some seconds after a later start, before any request. */
  idle: number
}

const SETTLE_MILLISECONDS = 3_000

export const measureStartUp = async (repeats: number): Promise<StartUp> => {
  const samples: StartUp[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const directory = mkdtempSync(join(tmpdir(), 'purveyor-start-'))
    chmodSync(directory, 0o711)
    const settings = { PURVEYOR_DATA: join(directory, 'data') }
    try {
      const first = await Product.start('npm start', settings)
      await first.stop()
      const later = await Product.start('npm start', settings)
      await sleep(SETTLE_MILLISECONDS)
      const idle = await later.residentMemory()
      await later.stop()
      samples.push({ first: first.startMilliseconds / 1_000, later: later.startMilliseconds / 1_000, idle })
    } finally {
      rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
    }
  }
  const of = (key: keyof StartUp): number => median(samples.map((sample) => sample[key]))
  return { first: of('first'), later: of('later'), idle: of('idle') }
}
