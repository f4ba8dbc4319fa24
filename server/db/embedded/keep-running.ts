import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres, Ending } from './index.ts'

/** Milliseconds before each attempt to start it again. */
const BACK_OFF = [0, 1_000, 3_000, 10_000]
/** A server that goes on ending has a reason that a start does not mend. */
const MAX_CRASHES = 5
const WITHIN_MILLISECONDS = 10 * 60_000

/** What becomes of a server that ended: told for the log. */
export interface Progress {
  crashed(detail: string): void
  /** A start failed; others may follow. */
  failed(error: unknown): void
  recovered(): void
}

/**
 * Starts the server again whenever it crashes; its recovery keeps every acknowledged write. Resolves with how it ended
 * when that is not mended: somebody told it to end, no start succeeds, or it crashes again and again. Never resolves
 * while it runs or after `stop`.
 */
export function keepRunning(
  server: EmbeddedPostgres,
  progress: Progress,
  backOff: readonly number[] = BACK_OFF,
): Promise<string> {
  const crashes: number[] = []
  const isMended = async ({ orderly, detail }: Ending): Promise<boolean> => {
    crashes.push(Date.now())
    const recent = crashes.filter((time) => time > Date.now() - WITHIN_MILLISECONDS)
    if (orderly || recent.length > MAX_CRASHES) return false
    progress.crashed(detail)
    for (const milliseconds of backOff) {
      await sleep(milliseconds, undefined, { ref: false })
      try {
        if (await server.restart()) progress.recovered()
        return true
      } catch (error) {
        progress.failed(error)
      }
    }
    return false
  }
  return new Promise((resolve) => {
    server.onExit((ending) => {
      void isMended(ending).then((mended) => {
        if (!mended) resolve(ending.detail)
      })
    })
  })
}
