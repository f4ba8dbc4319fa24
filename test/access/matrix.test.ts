import { describe, expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { noteMatrixCell, startTestApp, type Marketplace } from '../harness/index.ts'
import { byCaller, CALLERS, makeCaller, type ByCaller } from './callers.ts'
import { STATUSES, TARGETS, type ProviderOperationId, type Target } from './matrix.ts'
import { makeScene, queryOf, ROWS } from './matrix-scene.ts'
import { call, stateOf, WRITES } from './matrix-writes.ts'

const app = await startTestApp()
const { world, request } = app
const scene = await makeScene(app)

const UNKNOWN = '0000000000004000800000000000abcd'
const ids = Object.keys(STATUSES) as ProviderOperationId[]
const cellsOf = (wanted: readonly ProviderOperationId[]) =>
  wanted.flatMap((id) => TARGETS.map((target) => [id, target] as const))

const pathOf = (id: ProviderOperationId, uuid: string): string => definitionOf(id).path.replace(/\{\w+\}/, uuid)

test('every operation of service providers has a row, and every row an operation', () => {
  const operations = operationIds.filter((id) =>
    definitionOf(id).path.startsWith('/api/marketplace-service-providers/'),
  )
  expect(ids.toSorted()).toEqual(operations.toSorted())
  const lists = operations.filter((id) => definitionOf(id).count ?? definitionOf(id).unpaged)
  expect(Object.keys(ROWS).toSorted()).toEqual(lists.toSorted())
  const writes = operations.filter((id) => definitionOf(id).method !== 'get')
  expect(Object.keys(WRITES).toSorted()).toEqual(writes.toSorted())
})

interface Outcome {
  status: number
  rows?: string[]
}

const expectedOutcomes = (id: ProviderOperationId, target: Target): ByCaller<Outcome> => {
  const statuses = byCaller(STATUSES[id][target])
  const rows = ROWS[id as keyof typeof ROWS] as (typeof ROWS)[keyof typeof ROWS] | undefined
  const entries = CALLERS.map((caller) => {
    const status = statuses[caller]
    if (status !== 200 || !rows) return [caller, { status }]
    const words = (caller === 'staff' && target !== 'none' ? rows.staff?.[target] : undefined) ?? rows[target] ?? ''
    return [caller, { status, rows: words.split(' ').filter(Boolean) }]
  })
  return Object.fromEntries(entries) as ByCaller<Outcome>
}

describe('reading', () => {
  const reads = ids.filter((id) => definitionOf(id).method === 'get')
  const uuids = { own: scene.own.provider.hex, other: scene.other.provider.hex, none: UNKNOWN }

  test.each(cellsOf(reads))('%s of the %s provider', async (id, target) => {
    const path = pathOf(id, uuids[target])
    const query = queryOf(id, target, scene)
    const outcomes: Record<string, Outcome> = {}
    for (const caller of CALLERS) {
      const { status, body } = await request('GET', path, { as: scene.callers[caller], query })
      const isList = status === 200 && id in ROWS
      noteMatrixCell(id)
      outcomes[caller] = isList ? { status, rows: scene.labels.of(body as unknown[]) } : { status }
    }
    expect(outcomes).toEqual(expectedOutcomes(id, target))
  })

  test.each(cellsOf(reads))('HEAD %s of the %s provider', async (id, target) => {
    const path = pathOf(id, uuids[target])
    const query = queryOf(id, target, scene)
    const isCounted = definitionOf(id).count !== undefined
    const outcomes: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const caller of CALLERS) {
      const { status, headers, text } = await request('HEAD', path, { as: scene.callers[caller], query })
      expect(text).toBe('')
      noteMatrixCell(definitionOf(id).count?.operationId ?? id)
      outcomes[caller] = { status, count: isCounted ? headers['x-result-count'] : undefined }
      const { status: expectedStatus, rows } = expectedOutcomes(id, target)[caller]
      expected[caller] = { status: expectedStatus, count: isCounted && rows ? String(rows.length) : undefined }
    }
    expect(outcomes).toEqual(expected)
  })
})

describe('writing', () => {
  const writes = ids.filter((id) => definitionOf(id).method !== 'get')
  const CHANGES_NOTHING: readonly string[] = ['marketplace_service_providers_generate_site_agent_config']

  /** The marketplace that the request is about, new for each cell. */
  const fresh = async (target: Target): Promise<{ own: Marketplace; other: Marketplace }> => ({
    own: target === 'other' ? scene.own : await world.marketplace(),
    other: target === 'other' ? await world.marketplace() : scene.other,
  })

  const bodyOf = async (id: ProviderOperationId, target: Target, market: Marketplace) => {
    const body = await WRITES[id]?.(app, market)
    if (id !== 'marketplace_service_providers_create' || target === 'own') return body
    return { customer: `/api/customers/${target === 'other' ? market.provider.customer.hex : UNKNOWN}/` }
  }

  test.each(cellsOf(writes))('%s at the %s provider', async (id, target) => {
    const outcomes: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const caller of CALLERS) {
      const markets = await fresh(target)
      const market = target === 'other' ? markets.other : markets.own
      const body = await bodyOf(id, target, market)
      const as = await makeCaller(app, caller, markets)
      const before = await stateOf(app, market)
      const { status } = await call(app, id, target === 'none' ? UNKNOWN : market.provider.hex, { as, body })
      noteMatrixCell(id)
      outcomes[caller] = { status, changed: (await stateOf(app, market)) !== before }
      const wanted = byCaller(STATUSES[id][target])[caller]
      expected[caller] = { status: wanted, changed: wanted < 300 && !CHANGES_NOTHING.includes(id) }
    }
    expect(outcomes).toEqual(expected)
  })
})
