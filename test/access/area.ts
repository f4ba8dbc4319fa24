import { describe, expect, test } from 'vitest'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import { noteMatrixCell, type Marketplace, type TestApp } from '../harness/index.ts'
import { byCaller, CALLERS, makeCaller } from './callers.ts'

// The authorization matrix of the surrounding operations, an area at a time: who is answered how, for each operation,
// caller by caller, written by hand from the specification. Three targets: an object of the marketplace in which the
// callers hold their roles, one of another marketplace, and one that does not exist.

export type AreaTarget = 'own' | 'other' | 'none'

/** A request of the matrix. */
export interface AreaRequest {
  /** Of lists: the plain uuid that tells whether the caller sees the row. */
  row?: string
  path: string
  query?: Record<string, string>
  body?: unknown
}

export interface AreaRow {
  /**
   * Makes what the request is about in the marketplace and says how to ask. `uuid` stands for an object that does not
   * exist when the target is `none`, and is then to be used in place of the real one.
   */
  make: (app: TestApp, market: Marketplace, unknown: string | undefined) => Promise<AreaRequest>
  /** Answers in the order of the callers: fourteen statuses each. */
  own: string
  other: string
  none?: string
  /** For lists: whether the object that `make` made is among the rows, told by `row` of the request; caller by caller, 1 or 0. */
  sees?: { own: string; other: string }
}

export type Area = Partial<Record<OperationId, AreaRow>>

const UNKNOWN = '0000000000004000800000000000abcd'

/** Statuses of a 404 for everybody who is signed in. */
export const NOT_FOUND = '401 401 401 401 404 404 404 404 404 404 404 404 404 404'

/** Registers the tests of an area on an application. */
export const testArea = (app: TestApp, area: Area): void => {
  describe.each(Object.entries(area))('%s', (id, row) => {
    const definition = definitionOf(id as OperationId)
    const method = definition.method.toUpperCase() as 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    const targets = (['own', 'other', 'none'] as const).filter((target) => row[target] !== undefined)

    test.each(targets)('of the %s marketplace', async (target) => {
      const wanted = byCaller(row[target] ?? '')
      const sees = target === 'none' ? undefined : row.sees && byCaller(row.sees[target])
      const outcomes: Record<string, unknown> = {}
      const expected: Record<string, unknown> = {}
      let scene: { own: Marketplace; other: Marketplace; asked: AreaRequest } | undefined
      for (const caller of CALLERS) {
        scene ??= await makeScene(app, row, target)
        const as = await makeCaller(app, caller, scene)
        const { status, body } = await app.request(method, scene.asked.path, {
          as,
          query: scene.asked.query,
          body: scene.asked.body,
        })
        noteMatrixCell(id)
        outcomes[caller] = sees && status === 200 ? [status, holds(body, scene.asked)] : status
        expected[caller] = sees && wanted[caller] === 200 ? [200, sees[caller] === 1] : wanted[caller]
        // What changed something is spent.
        if (method !== 'GET' && status < 300) scene = undefined
      }
      expect(outcomes).toEqual(expected)
    })
  })
}

const makeScene = async (app: TestApp, row: AreaRow, target: AreaTarget) => {
  const own = await app.world.marketplace()
  const other = await app.world.marketplace()
  const market = target === 'other' ? other : own
  return { own, other, asked: await row.make(app, market, target === 'none' ? UNKNOWN : undefined) }
}

const holds = (body: unknown, asked: AreaRequest): boolean => {
  const uuid = asked.row
  return Array.isArray(body) && uuid !== undefined && JSON.stringify(body).includes(uuid)
}
