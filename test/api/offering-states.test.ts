import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { offeringMachine } from '../../server/modules/offerings/state.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'
import { CALLERS, makeCaller } from '../access/callers.ts'

const app = await startTestApp()
const { world, get, post, database } = app

const OFFERINGS = '/api/marketplace-provider-offerings/'

const STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'] as const
type State = (typeof STATES)[number]

/** Of the specification: what each action leaves, and reaches. */
const EDGES: Record<string, [from: readonly State[], to: State]> = {
  activate: [['Draft', 'Paused', 'Unavailable'], 'Active'],
  pause: [['Active'], 'Paused'],
  unpause: [['Paused'], 'Active'],
  archive: [STATES, 'Archived'],
  draft: [STATES, 'Draft'],
  make_unavailable: [['Active'], 'Unavailable'],
  make_available: [['Unavailable'], 'Active'],
}

/** Callers who may: the offering manager's role lists neither OFFERING.CREATE nor what belongs to it. */
const ALLOWED: Record<string, readonly string[]> = Object.fromEntries(
  Object.keys(EDGES).map((action) => [
    action,
    [
      'provider owner',
      'provider manager',
      ...(['activate', 'draft'].includes(action) ? [] : ['offering manager']),
      'staff',
    ],
  ]),
)
const SEES = ['provider owner', 'provider manager', 'offering manager', 'support', 'staff']
const REFUSED = ['anonymous', 'garbage token', 'expired token', 'inactive user']

const codeOf = (state: State): number => STATES.indexOf(state) + 1

const stateOf = async (offering: { id: string }): Promise<State | undefined> => {
  const { state } = await database.one<{ state: number }>(sql`select state from offering where id = ${offering.id}`)
  return STATES[state - 1]
}

test('the table of the server is that of the specification', () => {
  const table = Object.entries(offeringMachine.actions).map(([action, { from, to }]) => [action, [from, to]])
  expect(Object.fromEntries(table)).toEqual(EDGES)
})

describe.each(Object.keys(EDGES))('%s', (action) => {
  const [from, to] = EDGES[action]!

  test.each(STATES)('of an offering in state %s, by every caller', async (state) => {
    const own = await world.marketplace()
    const other = await world.marketplace()
    await world.insert('plan', { offering_id: own.offering.id, name: 'Standard' })
    const outcomes: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const caller of CALLERS) {
      await database.transaction((transaction) =>
        transaction.writeRolledUp(
          sql`update offering set state = ${codeOf(state)} where id = ${own.offering.id}`,
          () => undefined,
        ),
      )
      const as = await makeCaller(app, caller, { own, other })
      const { status, body } = await post(`${OFFERINGS}${own.offering.hex}/${action}/`, { as })
      outcomes[caller] = [status, await stateOf(own.offering), status === 200 || status === 400 ? body : undefined]
      if (REFUSED.includes(caller)) expected[caller] = [401, state, undefined]
      else if (!SEES.includes(caller)) expected[caller] = [404, state, undefined]
      else if (!ALLOWED[action]?.includes(caller)) expected[caller] = [403, state, undefined]
      else if (from.includes(state)) {
        expected[caller] = [200, to, { detail: 'Offering state updated.', state: to }]
      } else expected[caller] = [400, state, ['Offering state is invalid.']]
    }
    expect(outcomes).toEqual(expected)
  })
})

describe('what an offering needs to be ordered', () => {
  const provider = world.provider()

  test.each([
    ['activate', 1],
    ['unpause', 3],
  ])('%s asks for a plan that is not archived', async (action, state) => {
    const { customer } = await provider
    const owner = await world.owner(customer)
    const offering = await world.offering(customer, { state })
    const ask = () => post(`${OFFERINGS}${offering.hex}/${action}/`, { as: owner })
    const refusal = { status: 400, body: ['Offering without plans cannot be activated.'] }
    expect(await ask()).toMatchObject(refusal)
    await world.insert('plan', { offering_id: offering.id, name: 'Old', archived: true })
    expect(await ask()).toMatchObject(refusal)
    await world.insert('plan', { offering_id: offering.id, name: 'New' })
    expect(await ask()).toMatchObject({ status: 200, body: { state: 'Active' } })
  })

  test('a pause keeps its reason until the next one', async () => {
    const { customer } = await provider
    const owner = await world.owner(customer)
    const offering = await world.offering(customer)
    await world.insert('plan', { offering_id: offering.id, name: 'Standard' })
    const act = (action: string, body?: unknown) => post(`${OFFERINGS}${offering.hex}/${action}/`, { as: owner, body })
    const reason = async () => (await get(`${OFFERINGS}${offering.hex}/`, { as: owner })).body.paused_reason as string
    expect((await act('pause', { paused_reason: 'Maintenance' })).status).toBe(200)
    expect(await reason()).toBe('Maintenance')
    expect((await act('unpause')).status).toBe(200)
    expect((await act('pause')).status).toBe(200)
    expect(await reason()).toBe('')
    const types = (await eventsOf(database, 'customer', customer)).map(({ event_type }) => event_type)
    expect(types.filter((type) => type === 'marketplace_offering_updated').length).toBeGreaterThanOrEqual(3)
  })

  test.each([
    ['blocked', 'Blocked organization is not available.'],
    ['archived', 'Archived organization is not available.'],
  ])('nothing moves while the organization is %s', async (flag, message) => {
    const customer = await world.customer({ [flag]: true })
    const offering = await world.offering(customer)
    const answer = await post(`${OFFERINGS}${offering.hex}/pause/`, { as: await world.staff() })
    expect(answer).toMatchObject({ status: 400, body: [message] })
    expect(await stateOf(offering)).toBe('Active')
  })
})
