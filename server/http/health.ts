import type { FastifyInstance } from 'fastify'
import { sql } from '../db/sql.ts'
import type { Dependencies } from './app.ts'

/** Monitors ask with HEAD. */
export const HEAD_TOO = { exposeHeadRoute: true }

/** `/healthz`: the process lives. `/readyz`: requests will be served. */
export const registerHealth = async (app: FastifyInstance, dependencies: Dependencies): Promise<void> => {
  app.get('/healthz', HEAD_TOO, async () => ({ status: 'ok' }))
  app.get('/readyz', HEAD_TOO, async (_request, reply) => {
    const problem = await whyNotReady(dependencies)
    return problem === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', detail: problem })
  })
  await app.after()
}

const whyNotReady = async ({ isReady, database }: Dependencies): Promise<string | undefined> => {
  if (!isReady()) return 'starting or stopping'
  try {
    await database.one(sql`select 1 as ready`)
    return undefined
  } catch {
    return 'the database does not answer'
  }
}
