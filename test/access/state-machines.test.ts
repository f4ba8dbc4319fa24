import { describe, expect, test } from 'vitest'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import { raw, sql } from '../../server/db/sql.ts'
import { campaignMachine } from '../../server/modules/campaigns/machine.ts'
import { offeringUserMachine } from '../../server/modules/offering-users/index.ts'
import { orderMachine } from '../../server/modules/orders/machine.ts'
import { resourceMachine } from '../../server/modules/resource-life/machine.ts'
import { robotAccountMachine } from '../../server/modules/robot-accounts/machine.ts'
import { startTestApp } from '../harness/index.ts'
import type { Area } from './area.ts'
import { accountsArea } from './areas/accounts.ts'
import { billingArea } from './areas/billing.ts'
import { ordersArea } from './areas/orders.ts'
import { byCaller, CALLERS, makeCaller } from './callers.ts'

// Every action of a state machine, in every state, by every caller. Who is refused in a state that fits is refused in
// the same way in any other, and changes nothing; who is not is answered by the state. Offerings have their own such
// test (test/api/offering-states.test.ts). The states that fit are written by hand from the specification, by their
// codes; what the callers are answered there is in the tables of the areas.

interface Machine {
  table: string
  area: Area
  states: Readonly<Record<string, number>>
  /** Codes of the states in which an operation is possible. */
  fitting: Partial<Record<OperationId, readonly number[]>>
}

const PENDING = [1, 7, 8, 9]

const MACHINES: readonly Machine[] = [
  {
    table: 'offering_user',
    area: accountsArea,
    states: offeringUserMachine.states,
    fitting: {
      marketplace_offering_users_begin_creating: [1, 9],
      marketplace_offering_users_set_ok: [1, 2, 3, 4, 9, 10],
      marketplace_offering_users_set_pending_additional_validation: [2, 3, 9],
      marketplace_offering_users_set_pending_account_linking: [2, 4, 9],
      marketplace_offering_users_set_validation_complete: [3, 4],
      marketplace_offering_users_set_error_creating: [1, 2, 3, 4],
      marketplace_offering_users_request_deletion: [5],
      marketplace_offering_users_set_deleting: [6, 10],
      marketplace_offering_users_set_deleted: [6, 7],
      marketplace_offering_users_set_error_deleting: [6, 7],
    },
  },
  {
    table: 'robot_account',
    area: accountsArea,
    states: robotAccountMachine.states,
    fitting: {
      marketplace_robot_accounts_set_state_creating: [1],
      marketplace_robot_accounts_set_state_ok: [2, 6],
      marketplace_robot_accounts_set_state_request_deletion: [3],
      marketplace_robot_accounts_set_state_deleted: [4],
      marketplace_robot_accounts_set_state_erred: [1, 2, 3, 4, 5, 6],
    },
  },
  {
    table: 'campaign',
    area: billingArea,
    states: campaignMachine.states,
    fitting: { promotions_campaigns_activate: [1], promotions_campaigns_terminate: [1, 2] },
  },
  {
    table: 'marketplace_order',
    area: ordersArea,
    states: orderMachine.states,
    fitting: {
      marketplace_orders_approve_by_consumer: [1],
      marketplace_orders_reject_by_consumer: [1],
      marketplace_orders_approve_by_provider: [7],
      marketplace_orders_reject_by_provider: [7],
      marketplace_orders_cancel: [...PENDING, 2],
      marketplace_orders_set_state_executing: [...PENDING, 4],
      marketplace_orders_set_state_done: [2],
      marketplace_orders_set_state_erred: [...PENDING, 2, 4],
    },
  },
  {
    table: 'resource',
    area: ordersArea,
    states: resourceMachine.states,
    fitting: {
      marketplace_resources_terminate: [2, 3],
      marketplace_provider_resources_terminate: [2, 3],
      marketplace_provider_resources_set_as_ok: [3],
      marketplace_provider_resources_set_state_ok: [3],
      marketplace_provider_resources_set_as_erred: [1, 2, 3, 4, 5],
    },
  },
]

const app = await startTestApp()
const { database, world } = app

const uuidIn = (path: string): string => /\/([0-9a-f]{32})\//.exec(path)?.[1] ?? ''

const stateOf = async (table: string, path: string): Promise<number> => {
  const { state } = await database.one<{ state: number }>(sql`
    select state from ${raw(table)} where uuid = ${uuidIn(path)}::uuid
  `)
  return state
}

const setState = (table: string, path: string, state: number) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp<{ id: string }>(
      sql`update ${raw(table)} set state = ${state} where uuid = ${uuidIn(path)}::uuid returning id`,
      (rollup, rows) => {
        if (table !== 'resource') return
        for (const { id } of rows) rollup.turned(id)
      },
    ),
  )

describe.each(MACHINES)('$table', ({ table, area, states, fitting }) => {
  test('all operations of the machine are here, in states that it has', () => {
    const codes = Object.values(states)
    for (const [id, fits] of Object.entries(fitting)) {
      expect(area[id as OperationId], id).toBeDefined()
      for (const code of fits) expect(codes).toContain(code)
    }
  })

  const pairs = Object.entries(fitting).flatMap(([id, fits]) =>
    Object.entries(states).map(([label, code]) => ({ id: id as OperationId, label, code, fits: fits.includes(code) })),
  )

  test.each(pairs)('$id in state $label, by every caller', async ({ id, code, fits }) => {
    const row = area[id]
    const answers = byCaller(row?.own ?? '')
    const method = definitionOf(id).method.toUpperCase() as 'POST'
    const outcomes: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    let scene: Awaited<ReturnType<typeof makeScene>> | undefined
    const makeScene = async () => {
      const own = await world.marketplace()
      const asked = await row?.make(app, own, undefined)
      if (!asked) throw new Error(`${id} is not in its area`)
      await setState(table, asked.path, code)
      return { own, other: await world.marketplace(), asked }
    }
    for (const caller of CALLERS) {
      scene ??= await makeScene()
      const { path, body } = scene.asked
      const as = await makeCaller(app, caller, scene)
      const { status } = await app.request(method, path, { as, body })
      const isAllowed = answers[caller] < 300
      const isDone = status < 300
      outcomes[caller] = { status: isAllowed && !fits && [400, 409].includes(status) ? 'refused' : status }
      expected[caller] = { status: isAllowed && !fits ? 'refused' : answers[caller] }
      if (isDone) scene = undefined
      else expect(await stateOf(table, path), caller).toBe(code)
    }
    expect(outcomes).toEqual(expected)
  })
})
