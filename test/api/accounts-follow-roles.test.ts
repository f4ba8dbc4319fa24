import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { expireGrants } from '../../server/jobs/expire-grants.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type MadeUser } from '../harness/index.ts'
import { orderScene } from '../harness/order-scene.ts'

// Members of a project have accounts in the offerings that its resources lead to (C-230).

const app = await startTestApp({}, { poolSize: 16 })
const { world, database, post } = app

const ADMIN = 'PROJECT.ADMIN'
const MANAGED = { service_provider_can_create_offering_user: true }
const OK = 5
const REQUESTED_DELETION = 6

const staff = await world.staff()
const provider = await world.provider()
const team =
  (action: string) =>
  (project: Made, user: MadeUser, body: Record<string, unknown> = {}) =>
    post(`/api/projects/${project.hex}/${action}/`, { as: staff, body: { role: ADMIN, user: user.hex, ...body } })
const join = team('add_user')
const leave = team('delete_user')

const offeringOf = (plugin_options: Record<string, unknown> = {}, values: Record<string, unknown> = {}) =>
  world.offering(provider.customer, { plugin_options: { ...MANAGED, ...plugin_options }, ...values })

const accountsOf = (offering: Made) =>
  database.rows<{ person: string; username: string | null; state: number }>(sql`
    select app_user.username as person, offering_user.username, offering_user.state
    from offering_user join app_user on app_user.id = offering_user.user_id
    where offering_id = ${offering.id} order by app_user.id
  `)
const put = (offering: Made, user: MadeUser, values: Record<string, unknown>) =>
  world.insert('offering_user', { offering_id: offering.id, user_id: user.id, ...values })

let user: MadeUser
beforeEach(async () => {
  user = await world.user()
})

describe('with a role on a project', () => {
  test('comes an account in each offering that manages them, without a name', async () => {
    const offering = await offeringOf()
    const other = await offeringOf()
    const { project } = await world.consumer(offering)
    await world.resource(other, project, { state: 1 })
    expect((await join(project, user)).status).toBe(201)
    for (const managed of [offering, other]) {
      expect(await accountsOf(managed)).toEqual([{ person: user.username, username: null, state: 1 }])
      const events = await eventsOf(database, 'offering', managed)
      expect(events.map(({ event_type }) => event_type)).toEqual(['marketplace_offering_user_created'])
    }
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['does not manage accounts', { service_provider_can_create_offering_user: false }, {}, {}],
    ['is of a type without accounts', {}, { type: 'Marketplace.Support' }, {}],
    ['has nothing left in the project', {}, {}, { state: 6 }],
  ])('comes none in an offering that %s', async (_, options, values, resource) => {
    const offering = await offeringOf(options, values)
    const project = await world.project(await world.customer())
    await world.resource(offering, project, resource)
    expect((await join(project, user)).status).toBe(201)
    expect(await accountsOf(offering)).toEqual([])
  })

  test('comes the name that the policy of the offering gives, at once usable', async () => {
    const named = await offeringOf({ username_generation_policy: 'waldur_username' })
    const numbered = await offeringOf({ username_generation_policy: 'anonymized' })
    const full = await offeringOf({ username_generation_policy: 'full_name' })
    const { project } = await world.consumer(named)
    await world.resource(numbered, project)
    await world.resource(full, project)
    await put(numbered, await world.user(), { username: 'waldur_00007', state: OK })
    const ann = await world.user({ first_name: 'Sample', last_name: 'One' })
    await join(project, ann)
    expect(await accountsOf(named)).toEqual([{ person: ann.username, username: ann.username, state: OK }])
    expect((await accountsOf(numbered))[1]).toMatchObject({ username: 'waldur_00008', state: OK })
    expect(await accountsOf(full)).toEqual([{ person: ann.username, username: 'sample_one_01', state: OK }])
  })

  test('begins the checklist of the offering', async () => {
    const checklist = await world.insert('checklist', { name: 'Sample', checklist_type: 'offering_compliance' })
    const offering = await offeringOf({}, { compliance_checklist_id: checklist.id })
    const { project } = await world.consumer(offering)
    await join(project, user)
    const [completion] = await database.rows(sql`
      select checklist_id from checklist_completion join offering_user on offering_user.id = object_id
      where content_type = 'offering_user' and offering_user.user_id = ${user.id}
    `)
    expect(completion).toEqual({ checklist_id: checklist.id })
  })

  test.each<[from: number, username: string | null, to: number]>([
    [6, 'named', OK],
    [7, 'named', OK],
    [10, 'named', OK],
    [6, null, 1],
    [7, null, 1],
    [10, null, 1],
    [8, 'named', 1],
    [8, null, 1],
    [1, null, 1],
    [2, null, 2],
    [3, null, 3],
    [4, 'named', 4],
    [5, 'named', OK],
    [9, null, 9],
  ])('a former account comes back: %i %s becomes %i', async (from, username, to) => {
    const offering = await offeringOf()
    const { project } = await world.consumer(offering)
    await put(offering, user, { state: from, username })
    await join(project, user)
    expect(await accountsOf(offering)).toEqual([{ person: user.username, username, state: to }])
    expect(await eventsOf(database, 'offering', offering)).toHaveLength(from === to ? 0 : 1)
  })

  test('no other scope brings accounts', async () => {
    const offering = await offeringOf()
    const { customer } = await world.consumer(offering)
    const body = { role: 'CUSTOMER.OWNER', user: user.hex }
    expect((await post(`/api/customers/${customer.hex}/add_user/`, { as: staff, body })).status).toBe(201)
    expect(await accountsOf(offering)).toEqual([])
  })
})

describe('an order', () => {
  test('gives accounts to all members of its project when the provider is asked', async () => {
    const scene = await orderScene(app, { offering: { plugin_options: MANAGED } })
    expect((await scene.order(scene.consumerOwner)).status).toBe(201)
    const members = [scene.member.username, scene.admin.username].toSorted()
    expect((await accountsOf(scene.offering)).map(({ person }) => person).toSorted()).toEqual(members)
  })

  test('gives none while its consumer has not approved it', async () => {
    const scene = await orderScene(app, { offering: { plugin_options: MANAGED } })
    const { body } = await scene.order(scene.member)
    expect(await scene.stateOf((body as { uuid: string }).uuid)).toBe('pending-consumer')
    expect(await accountsOf(scene.offering)).toEqual([])
    await scene.act((body as { uuid: string }).uuid, 'approve_by_consumer', scene.consumerOwner)
    expect(await accountsOf(scene.offering)).toHaveLength(2)
  })
})

describe('with the last role', () => {
  test('the deletion of the account is asked for, and the provider can go on with it', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const { project } = await world.consumer(offering)
    await join(project, user)
    await leave(project, user)
    expect(await accountsOf(offering)).toEqual([
      { person: user.username, username: user.username, state: REQUESTED_DELETION },
    ])
    const { event_type, message } = (await eventsOf(database, 'offering', offering)).at(-1) ?? {}
    expect(event_type).toBe('marketplace_offering_user_updated')
    expect(message).toContain('is in state Requested deletion.')
  })

  test('that runs out, too', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const { project } = await world.consumer(offering)
    await put(offering, user, { username: 'named', state: OK })
    await world.grant(user, ADMIN, 'project', project, { expiration_time: new Date(Date.now() - 1000) })
    await expireGrants(database)
    expect((await accountsOf(offering))[0]?.state).toBe(REQUESTED_DELETION)
  })

  test('that goes with its project, too', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const project = await world.project(await world.customer())
    const resource = await world.resource(offering, project)
    await join(project, user)
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update resource set state = 6 where id = ${resource.id}`, (rollup) => {
        rollup.resource(resource.id)
        rollup.turned(resource.id)
      }),
    )
    const { request } = app
    expect((await request('DELETE', `/api/projects/${project.hex}/`, { as: staff })).status).toBe(204)
    expect((await accountsOf(offering))[0]?.state).toBe(REQUESTED_DELETION)
  })

  test.each([1, 2, 3, 4, 7, 8, 9, 10])('an account in state %i stays as it is', async (state) => {
    const offering = await offeringOf()
    const { project } = await world.consumer(offering)
    await world.grant(user, ADMIN, 'project', project)
    await put(offering, user, { state })
    await leave(project, user)
    expect((await accountsOf(offering))[0]?.state).toBe(state)
  })

  test('an account stays while another role leads to it, on the same project or another', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const { project } = await world.consumer(offering)
    const { project: other } = await world.consumer(offering)
    await join(project, user)
    await join(project, user, { role: 'PROJECT.MANAGER' })
    await join(other, user)
    await leave(project, user)
    await leave(other, user)
    expect((await accountsOf(offering))[0]?.state).toBe(OK)
    await leave(project, user, { role: 'PROJECT.MANAGER' })
    expect((await accountsOf(offering))[0]?.state).toBe(REQUESTED_DELETION)
  })

  test('a role that has run out does not keep it', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const { project } = await world.consumer(offering)
    const { project: other } = await world.consumer(offering)
    await join(project, user)
    await world.grant(user, ADMIN, 'project', other, { expiration_time: new Date(Date.now() - 1000) })
    await leave(project, user)
    expect((await accountsOf(offering))[0]?.state).toBe(REQUESTED_DELETION)
  })
})

describe('at the same time', () => {
  test('roles on many projects make one account', async () => {
    const offering = await offeringOf({ username_generation_policy: 'anonymized' })
    const projects = await Promise.all(Array.from({ length: 8 }, async () => (await world.consumer(offering)).project))
    const answers = await Promise.all(projects.map((project) => join(project, user)))
    expect(answers.map(({ status }) => status)).toEqual(projects.map(() => 201))
    expect(await accountsOf(offering)).toEqual([{ person: user.username, username: 'waldur_00001', state: OK }])
  })

  test('no two members get the same number', async () => {
    const offering = await offeringOf({ username_generation_policy: 'anonymized' })
    const { project } = await world.consumer(offering)
    const users = await Promise.all(Array.from({ length: 24 }, () => world.user()))
    const answers = await Promise.all(users.map((member) => join(project, member)))
    expect(answers.map(({ status }) => status)).toEqual(users.map(() => 201))
    const names = (await accountsOf(offering)).map(({ username }) => username)
    expect(new Set(names).size).toBe(24)
    expect(names.toSorted().at(-1)).toBe('waldur_00024')
  })

  test('whoever loses one role and gains another keeps the account', async () => {
    const offering = await offeringOf({ username_generation_policy: 'waldur_username' })
    const { project } = await world.consumer(offering)
    const { project: other } = await world.consumer(offering)
    let [from, to] = [project, other]
    await join(from, user)
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all([leave(from, user), join(to, user)])
      expect(answers.map(({ status }) => status)).toEqual([200, 201])
      expect((await accountsOf(offering))[0]?.state).toBe(OK)
      ;[from, to] = [to, from]
    }
  })
})
