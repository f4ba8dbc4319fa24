import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { multipart } from '../harness/form.ts'
import { gif, png } from '../harness/images.ts'
import { startTestApp, type Answer, type MadeProvider } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp({}, { poolSize: 16 })

const PROVIDERS = '/api/marketplace-service-providers/'
const AT_ONCE = 24

const staff = await world.staff()

const pathOf = (provider: { hex: string }) => `${PROVIDERS}${provider.hex}/`

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

const statuses = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.status).sort((a, b) => a - b)

const register = (customer: { hex: string }) =>
  post(PROVIDERS, { as: staff, body: { customer: `/api/customers/${customer.hex}/` } })

const patch = (provider: MadeProvider, body: Record<string, unknown>) =>
  request('PATCH', pathOf(provider), { as: staff, body })

const remove = (provider: { hex: string }) => request('DELETE', pathOf(provider), { as: staff })

const providersOf = (customer: { id: string }) =>
  database.rows<{ uuid: string }>(sql`select uuid from service_provider where customer_id = ${customer.id}`)

test('registrations of one organization at once make one provider', async () => {
  const customer = await world.customer()
  const answers = await times(AT_ONCE, () => register(customer))
  expect(statuses(answers)).toEqual([201, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
  for (const answer of answers.filter(({ status }) => status === 400)) {
    expect(answer.body).toEqual({ customer: ['Service provider with this customer already exists.'] })
  }
  const made = answers.find(({ status }) => status === 201)
  const stored = await providersOf(customer)
  expect(stored.map(({ uuid }) => uuid.replaceAll('-', ''))).toEqual([made?.body.uuid])
  const audited = await database.rows(sql`select action from audit_log where object_uuid = ${stored[0]?.uuid}`)
  expect(audited).toEqual([{ action: 'service_provider.create' }])
})

test('a registration while the organization is deleted makes no orphan', async () => {
  for (let round = 0; round < 12; round++) {
    const customer = await world.customer()
    const deletion = () =>
      database.transaction((transaction) =>
        transaction.writeRolledUp(sql`delete from customer where id = ${customer.id}`, (rollup) => {
          rollup.customer(customer.id)
        }),
      )
    const [answer] = await Promise.all([register(customer), deletion()])
    if (answer.status !== 201) {
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ customer: ['Invalid hyperlink - Object does not exist.'] })
    }
    expect(await providersOf(customer)).toEqual([])
  }
})

test('changes of one field at once all succeed, and one of them stays', async () => {
  const provider = await world.provider()
  const answers = await times(AT_ONCE, (index) => patch(provider, { description: `text ${String(index)}` }))
  expect(new Set(statuses(answers))).toEqual(new Set([200]))
  const { body } = await get(pathOf(provider))
  expect(answers.map((answer) => answer.body.description as string)).toContain(body.description)
})

test('changes of different fields at once all stay', async () => {
  for (let round = 0; round < 12; round++) {
    const provider = await world.provider()
    const logo = multipart([{ name: 'image', value: png(), filename: 'logo.png' }])
    const answers = await Promise.all([
      patch(provider, { description: 'changed' }),
      patch(provider, { enable_notifications: false }),
      request('PUT', pathOf(provider), { as: staff, ...logo }),
    ])
    expect(statuses(answers)).toEqual([200, 200, 200])
    const { body } = await get(pathOf(provider), { as: staff })
    expect(body).toMatchObject({
      description: 'changed',
      enable_notifications: false,
      image: expect.stringContaining('/api/media/'),
    })
  }
})

test('images that replace each other at once leave one file, the one that is shown', async () => {
  const provider = await world.provider()
  const answers = await times(AT_ONCE, (index) => {
    const [value, filename] = index % 2 === 0 ? [png(), 'logo.png'] : [gif, 'logo.gif']
    return request('PATCH', pathOf(provider), { as: staff, ...multipart([{ name: 'image', value, filename }]) })
  })
  expect(new Set(statuses(answers))).toEqual(new Set([200]))
  const files = await database.rows<{ uuid: string }>(sql`
    select uuid from stored_file where name like ${`serviceprovider/${provider.hex}%`}
  `)
  expect(files).toHaveLength(1)
  const { body } = await get(pathOf(provider))
  expect(body.image).toContain(files[0]?.uuid.replaceAll('-', ''))
})

test('a new secret code survives changes of the provider at the same time', async () => {
  for (let round = 0; round < 12; round++) {
    const provider = await world.provider()
    const path = `${pathOf(provider)}api_secret_code/`
    await get(path, { as: staff })
    const [changed, generated] = await Promise.all([
      patch(provider, { description: 'changed' }),
      post(path, { as: staff }),
      patch(provider, { enable_notifications: false }),
    ])
    expect(statuses([changed, generated])).toEqual([200, 200])
    const { body } = await get(path, { as: staff })
    expect(body.api_secret_code).toBe(generated.body.api_secret_code)
    expect((await get(pathOf(provider))).body.description).toBe('changed')
  }
})

test('secret codes that are generated at once differ, and one of them is valid', async () => {
  const provider = await world.provider()
  const path = `${pathOf(provider)}api_secret_code/`
  const answers = await times(AT_ONCE, () => post(path, { as: staff }))
  expect(new Set(statuses(answers))).toEqual(new Set([200]))
  const codes = answers.map((answer) => answer.body.api_secret_code as string)
  expect(new Set(codes).size).toBe(AT_ONCE)
  const { body } = await get(path, { as: staff })
  expect(codes).toContain(body.api_secret_code)
})

test('removals of one provider at once: one succeeds, the others find nothing', async () => {
  const provider = await world.provider()
  const answers = await times(AT_ONCE, () => remove(provider))
  expect(statuses(answers)).toEqual([204, ...Array.from({ length: AT_ONCE - 1 }, () => 404)])
  const audited = await database.rows(sql`select action from audit_log where object_uuid = ${provider.uuid}`)
  expect(audited).toEqual([{ action: 'service_provider.delete' }])
})

test('a removal and other changes at once: each succeeds or finds nothing', async () => {
  for (let round = 0; round < 8; round++) {
    const provider = await world.provider()
    const logo = multipart([{ name: 'image', value: png(), filename: 'logo.png' }])
    const removal = remove(provider)
    const answers = await Promise.all([
      patch(provider, { description: 'changed' }),
      request('PATCH', pathOf(provider), { as: staff, ...logo }),
      post(`${pathOf(provider)}api_secret_code/`, { as: staff }),
      get(`${pathOf(provider)}api_secret_code/`, { as: staff }),
    ])
    expect((await removal).status).toBe(204)
    for (const answer of answers) expect([200, 404]).toContain(answer.status)
    const files = await database.rows(sql`
      select 1 from stored_file where name like ${`serviceprovider/${provider.hex}%`}
    `)
    expect(files).toEqual([])
  }
})

test('a removal and a new offering are put in some order', async () => {
  for (let round = 0; round < 12; round++) {
    const provider = await world.provider()
    const [removal, offering] = await Promise.all([remove(provider), world.offering(provider.customer)])
    expect([204, 400]).toContain(removal.status)
    const isGone = (await get(pathOf(provider))).status === 404
    expect(isGone).toBe(removal.status === 204)
    expect(await database.rows(sql`select 1 from offering where id = ${offering.id}`)).toHaveLength(1)
  }
})

test('a removal waits for an offering that is being made, and then sees it', async () => {
  const provider = await world.provider()
  const category = await world.category()
  let removal: Promise<Answer> | undefined
  await database.transaction(async (transaction) => {
    await transaction.writeRolledUp<{ id: string }>(
      sql`insert into offering (name, slug, type, state, category_id, customer_id)
          values ('Sample', 'sample', 'Marketplace.Basic', 2, ${category.id}, ${provider.customer.id}) returning id`,
      (rollup, rows) => {
        rollup.offering(rows[0]?.id ?? '')
      },
    )
    removal = remove(provider)
    await expect
      .poll(() =>
        database.rows(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        `),
      )
      .toHaveLength(1)
  })
  expect((await removal)?.status).toBe(400)
})

test('roll-ups are what they should be after all of this', async () => {
  expect(await reconcile(database)).toEqual([])
})
