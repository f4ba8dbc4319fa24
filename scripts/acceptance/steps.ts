import assert from 'node:assert/strict'
import { act, list, ok, type Created, type Run, type Send } from './client.ts'
import { accounts, catalogue, daily, ordering, people, type Goods, type Place } from './making.ts'
import { partOfMonth, reading } from './reading.ts'

// The life of a provider, from an empty system to the last figure, through HTTP only. The test and the script that the
// README shows take the same steps; they differ in how a request is sent.

/** The end of the resource, and what cannot end yet. */
const ending = async (
  run: Run,
  { member, consumerOwner, owner, serviceProvider }: Place,
  goods: Goods,
  resource: Created,
) => {
  const { send } = run
  const path = `/api/marketplace-resources/${resource.uuid}/terminate/`
  const { order_uuid } = await act(run, path, member.token)
  for (const [action, as] of [
    ['approve_by_consumer', consumerOwner],
    ['approve_by_provider', owner],
    ['set_state_done', owner],
  ] as const) {
    const step = `/api/marketplace-orders/${String(order_uuid)}/${action}/`
    await act(run, step, as.token)
  }
  const provider = `/api/marketplace-service-providers/${serviceProvider.uuid}/`
  for (const name of ['customers', 'projects', 'users']) {
    const left = await list(send('GET', `${provider}${name}/`, { as: owner.token }), name)
    assert.deepEqual(left, [], `${name} after the end`)
  }
  const offering = `/api/marketplace-provider-offerings/${goods.offering.uuid}/`
  assert.equal((await send('DELETE', provider, { as: owner.token })).status, 400, 'the offering is not archived yet')
  await act(run, `${offering}archive/`, owner.token)
  await ok(send('DELETE', provider, { as: owner.token }), 204, 'the provider can go')
  run.note('the end: no consumer is left, and the provider goes after its offering')
}

/** Takes all steps as a staff user with this token; throws at the first that is not answered as it should be. */
export const runAcceptance = async (send: Send, staff: string, note: (what: string) => void = () => undefined) => {
  const run: Run = { send, staff, note, mark: `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}` }
  const place = await people(run)
  const goods = await catalogue(run, place)
  const part = partOfMonth()
  const resource = await ordering(run, place, goods)
  await daily(run, place, resource)
  const made = await accounts(run, place, goods)
  await reading(run, place, goods, made, part)
  await ending(run, place, goods, resource)
}
