import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestApp, type Made, type TestApp } from '../harness/index.ts'
import { runs, seed } from './runs.ts'

// Random sequences of writes against a model made of plain maps: after every step API and model agree.

const app = await startTestApp({}, { poolSize: 4 })
const BASE = '/api/marketplace-service-providers/'

/** What the world outside the provider looks like; the same for all sequences. */
const staff = await app.world.staff()
const role = await app.world.role('service_provider', [])
const people = await Promise.all([1, 2, 3].map(() => app.world.user()))
const consumer = await app.world.customer()
const project = await app.world.project(consumer)
for (const person of people) await app.world.grant(person, 'PROJECT.ADMIN', 'project', project)

interface Model {
  /** Undefined while the organization is not registered. */
  provider: { uuid: string; description: string; notifications: boolean; secret: string } | undefined
  /** Expiry by user; absent without a grant. */
  team: Map<number, string | null>
  /** Account names by user. */
  accounts: Map<number, string>
}

interface Real {
  app: TestApp
  customer: Made
  offering: Made
}

type Command = fc.AsyncCommand<Model, Real>

/** Everything the model knows, compared with what the API says. */
const agree = async (model: Model, { app: { get, database }, customer, offering }: Real): Promise<void> => {
  const list = await get(BASE, { as: staff, query: { customer_uuid: customer.uuid } })
  if (!model.provider) {
    expect(list.body).toEqual([])
    return
  }
  const { uuid, description, notifications, secret } = model.provider
  expect(list.body).toMatchObject([{ uuid, description, enable_notifications: notifications, offering_count: 1 }])
  const code = await get(`${BASE}${uuid}/api_secret_code/`, { as: staff })
  expect(code.body).toEqual({ api_secret_code: secret })
  const team = await get(`${BASE}${uuid}/list_users/`, { as: staff })
  const listed = (team.body as { user_uuid: string; expiration_time: string | null }[]).map(
    (grant) => [grant.user_uuid, grant.expiration_time] as const,
  )
  const expected = [...model.team].map(([index, expiry]) => [people[index]!.hex, expiry] as const)
  expect(new Map(listed)).toEqual(new Map(expected))
  expect(listed).toHaveLength(expected.length)
  const accounts = await database.pool.query<{ user_id: string; username: string }>(
    'select user_id, username from offering_user where offering_id = $1',
    [offering.id],
  )
  const names = new Map(
    accounts.rows.map((row) => [people.findIndex((person) => person.id === row.user_id), row.username]),
  )
  expect(names).toEqual(model.accounts)
}

const command = (
  title: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real)
    await agree(model, real)
  },
  toString: () => title,
})

const always = () => true
const registered = (model: Model) => model.provider !== undefined
const pathOf = (model: Model) => `${BASE}${model.provider?.uuid ?? ''}/`

const create = command('create', always, async (model, { app: { post, get }, customer }) => {
  const answer = await post(BASE, { as: staff, body: { customer: `http://api.test/api/customers/${customer.hex}/` } })
  expect(answer.status).toBe(model.provider ? 400 : 201)
  if (model.provider) return
  const { body } = await get(`${BASE}${String(answer.body.uuid)}/api_secret_code/`, { as: staff })
  model.provider = { uuid: answer.body.uuid, description: '', notifications: true, secret: body.api_secret_code }
})

const patch = (description: string | undefined, notifications: boolean | undefined) =>
  command(
    `patch ${JSON.stringify({ description, notifications })}`,
    registered,
    async (model, { app: { request } }) => {
      const answer = await request('PATCH', pathOf(model), {
        as: staff,
        body: { description, enable_notifications: notifications },
      })
      expect(answer.status).toBe(200)
      model.provider!.description = description?.trim() ?? model.provider!.description
      model.provider!.notifications = notifications ?? model.provider!.notifications
    },
  )

const destroy = (archived: boolean) =>
  command(`delete, offering ${archived ? 'archived' : 'active'}`, registered, async (model, { app, offering }) => {
    await setOfferingState(app, offering, archived ? 4 : 2)
    const answer = await app.request('DELETE', pathOf(model), { as: staff })
    expect(answer.status).toBe(archived ? 204 : 400)
    await setOfferingState(app, offering, 2)
    if (!archived) return
    model.provider = undefined
    model.team.clear()
  })

const setOfferingState = ({ database }: TestApp, offering: Made, state: number) =>
  database.pool.query('update offering set state = $1 where id = $2', [state, offering.id])

const rotate = command('new secret code', registered, async (model, { app: { post } }) => {
  const { status, body } = await post(`${pathOf(model)}api_secret_code/`, { as: staff })
  expect(status).toBe(200)
  expect(body.api_secret_code).not.toBe(model.provider!.secret)
  model.provider!.secret = body.api_secret_code
})

const body = (index: number, expiry: string | null) => ({
  role: role.name,
  user: people[index]!.uuid,
  expiration_time: expiry,
})

/** Whether a grant until `current` lasts at least until `wanted`. */
const covers = (current: string | null, wanted: string | null) =>
  current === null || (wanted !== null && current >= wanted)

const grant = (index: number, expiry: string | null) =>
  command(`grant ${String(index)} until ${String(expiry)}`, registered, async (model, { app: { post } }) => {
    const current = model.team.get(index)
    const answer = await post(`${pathOf(model)}add_user/`, { as: staff, body: body(index, expiry) })
    const refused = current !== undefined && covers(current, expiry)
    expect(answer.status).toBe(refused ? 400 : 201)
    if (!refused) model.team.set(index, expiry)
  })

const extend = (index: number, expiry: string | null) =>
  command(`update ${String(index)} until ${String(expiry)}`, registered, async (model, { app: { post } }) => {
    const answer = await post(`${pathOf(model)}update_user/`, { as: staff, body: body(index, expiry) })
    expect(answer.status).toBe(model.team.has(index) ? 200 : 400)
    if (model.team.has(index)) model.team.set(index, expiry)
  })

const revoke = (index: number) =>
  command(`revoke ${String(index)}`, registered, async (model, { app: { post } }) => {
    const answer = await post(`${pathOf(model)}delete_user/`, { as: staff, body: body(index, null) })
    expect(answer.status).toBe(200)
    model.team.delete(index)
  })

const name = (index: number, username: string) =>
  command(`name ${String(index)} ${username}`, registered, async (model, { app: { post } }) => {
    const answer = await post(`${pathOf(model)}set_offerings_username/`, {
      as: staff,
      body: { user_uuid: people[index]!.hex, username },
    })
    expect(answer.status).toBe(201)
    model.accounts.set(index, username)
  })

const person = fc.integer({ min: 0, max: 2 })
const expiry = fc.constantFrom(null, '2090-01-01T00:00:00Z', '2091-06-30T12:00:00Z', '2092-01-01T00:00:00.000001Z')

const steps = fc.commands(
  [
    fc.constant(create),
    fc
      .tuple(
        fc.option(
          fc.string({ maxLength: 40 }).filter((text) => !text.includes('\0')),
          { nil: undefined },
        ),
        fc.option(fc.boolean(), { nil: undefined }),
      )
      .map(([description, notifications]) => patch(description, notifications)),
    fc.boolean().map(destroy),
    fc.constant(rotate),
    fc.tuple(person, expiry).map(([index, until]) => grant(index, until)),
    fc.tuple(person, expiry).map(([index, until]) => extend(index, until)),
    person.map(revoke),
    fc.tuple(person, fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/)).map(([index, username]) => name(index, username)),
  ],
  { maxCommands: 30, size: 'max' },
)

test('API and model agree after every step of random sequences', { timeout: 1_800_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (commands) => {
      const customer = await app.world.customer()
      const offering = await app.world.offering(customer)
      await app.world.resource(offering, project)
      const setup = () => ({
        model: {
          provider: undefined,
          team: new Map<number, string | null>(),
          accounts: new Map<number, string>(),
        } as Model,
        real: { app, customer, offering },
      })
      await fc.asyncModelRun(setup, commands)
    }),
    { numRuns: runs(40, 2_000), seed: seed('model') },
  )
})
