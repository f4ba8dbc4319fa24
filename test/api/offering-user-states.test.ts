import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { offeringUserMachine } from '../../server/modules/offering-users/machine.ts'
import { accountScene, type AccountScene } from '../harness/account-scene.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'

const app = await startTestApp()
const { database, post, request } = app

const scene = await accountScene(app)

const set = (state: number, username: string | null = null) =>
  database.run(sql`
    update offering_user set state = ${state}, username = ${username}, service_provider_comment = 'before',
      service_provider_comment_url = 'https://example.org/before'
    where id = ${scene.account.id}
  `)

const stored = ({ account }: AccountScene) =>
  database.one<{ state: number; service_provider_comment: string; service_provider_comment_url: string }>(sql`
    select state, service_provider_comment, service_provider_comment_url from offering_user where id = ${account.id}
  `)

/** By hand from the specification: states by their numbers. */
const EDGES: Record<string, [from: number[], to: number, label: string]> = {
  begin_creating: [[1, 9], 2, 'Creating'],
  set_ok: [[1, 2, 3, 4, 9, 10], 5, 'OK'],
  set_pending_additional_validation: [[2, 9, 3], 4, 'Pending additional validation'],
  set_pending_account_linking: [[2, 9, 4], 3, 'Pending account linking'],
  set_validation_complete: [[3, 4], 5, 'OK'],
  set_error_creating: [[1, 2, 3, 4], 9, 'Error creating'],
  request_deletion: [[5], 6, 'Requested deletion'],
  set_deleting: [[6, 10], 7, 'Deleting'],
  set_deleted: [[6, 7], 8, 'Deleted'],
  set_error_deleting: [[6, 7], 10, 'Error deleting'],
}

const LABELS = Object.entries(offeringUserMachine.states)
const labelOf = (code: number): string => LABELS.find(([, candidate]) => candidate === code)?.[0] ?? ''

describe.each(Object.entries(EDGES))('%s', (action, [from, to, target]) => {
  test.each(LABELS)('from %s', async (label, code) => {
    await set(code)
    const { status, text, body } = await post(`${scene.path}${action}/`, { as: scene.market.owner })
    if (from.includes(code)) {
      expect({ status, text }).toEqual({ status: 200, text: '' })
      expect((await stored(scene)).state).toBe(to)
      return
    }
    // C-201
    const [refusal, named = ''] = (body as { detail: string }).detail.split(' Valid states for operation: ')
    expect({ status, refusal }).toEqual({
      status: 400,
      refusal: `Cannot transition to ${target} from current state: ${label}.`,
    })
    expect(named.replace(/\.$/, '').split(', ').toSorted()).toEqual(from.map(labelOf).toSorted())
    expect((await stored(scene)).state).toBe(code)
  })
})

test.each(['set_pending_additional_validation', 'set_pending_account_linking'])(
  '%s keeps what the user is told, when it is said',
  async (action) => {
    await set(2)
    const body = { comment: 'Please link.', comment_url: 'https://example.org/link' }
    expect((await post(`${scene.path}${action}/`, { as: scene.market.owner, body })).status).toBe(200)
    expect(await stored(scene)).toMatchObject({
      service_provider_comment: 'Please link.',
      service_provider_comment_url: 'https://example.org/link',
    })
    await set(2)
    expect((await post(`${scene.path}${action}/`, { as: scene.market.owner, body: {} })).status).toBe(200)
    expect(await stored(scene)).toMatchObject({ service_provider_comment: 'before' })
    await set(2)
    const bad = await post(`${scene.path}${action}/`, { as: scene.market.owner, body: { comment_url: 'nowhere' } })
    expect({ status: bad.status, body: bad.body }).toEqual({
      status: 400,
      body: { comment_url: ['Enter a valid URL.'] },
    })
    expect((await stored(scene)).state).toBe(2)
  },
)

test('with the completed validation the comments are gone, with other steps they stay', async () => {
  await set(3)
  await post(`${scene.path}set_validation_complete/`, { as: scene.market.owner })
  expect(await stored(scene)).toEqual({ state: 5, service_provider_comment: '', service_provider_comment_url: '' })
  await set(2)
  await post(`${scene.path}set_ok/`, { as: scene.market.owner })
  expect(await stored(scene)).toMatchObject({ state: 5, service_provider_comment: 'before' })
})

test.each(LABELS)('a name for an account that is %s', async (label, code) => {
  await set(code)
  const { status, body } = await request('PATCH', scene.path, { as: scene.market.owner, body: { username: 'sample' } })
  const isCompleted = [1, 2, 3, 4, 9].includes(code)
  expect(status).toBe(200)
  expect(body).toMatchObject({ username: 'sample', state: isCompleted ? 'OK' : label })
  // Taking the name away changes no state.
  await set(code, 'sample')
  const cleared = await request('PATCH', scene.path, { as: scene.market.owner, body: { username: null } })
  expect(cleared.body).toMatchObject({ username: null, state: label })
})

test('steps leave events: pending ones like a restriction, others like a change', async () => {
  const { account, market, path, user } = await accountScene(app, { state: 1 })
  for (const step of ['begin_creating', 'set_pending_account_linking', 'set_validation_complete']) {
    await post(`${path}${step}/`, { as: market.owner })
  }
  const events = await eventsOf(database, 'offering', market.offering)
  expect(events.map(({ event_type, message }) => [event_type, message.split(' is in state ')[1]])).toEqual([
    ['marketplace_offering_user_updated', 'Creating.'],
    ['marketplace_offering_user_restriction_updated', 'Pending account linking.'],
    ['marketplace_offering_user_updated', 'OK.'],
  ])
  expect(events[0]?.context).toMatchObject({ offering_user_uuid: account.hex, affected_user_uuid: user.hex })
  expect(events[0]?.scopes).toContain(`customer/${market.provider.customer.id}`)
})

test('of two equal steps at once one is refused', async () => {
  await set(1)
  const answers = await Promise.all(
    [1, 2].map(() => post(`${scene.path}begin_creating/`, { as: scene.market.owner })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
})
