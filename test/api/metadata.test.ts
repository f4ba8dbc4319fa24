import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, database } = await startTestApp()

test('names of roles and permissions, those of the site and known ones, are told to everybody (C-228)', async () => {
  const own = await world.role('customer', [], { name: 'SAMPLE.AUDITOR' })
  await world.role('customer', [], { name: 'SAMPLE.OLD', is_active: false })
  const { status, body } = await get('/api/metadata/permissions/')
  expect(status).toBe(200)
  expect(body.roles).toMatchObject({ CUSTOMER_OWNER: 'CUSTOMER.OWNER', SAMPLE_AUDITOR: own.name })
  expect(body.roles).not.toHaveProperty('SAMPLE_OLD')
  expect(body.permissions).toMatchObject({ SERVICE_PROVIDER_LIST_USERS: 'SERVICE_PROVIDER.LIST_USERS' })
  expect(body.permission_map.offering).toBe('OFFERING.CREATE_PERMISSION')
  const values = (body.permission_descriptions as { options: { value: string }[] }[]).flatMap(({ options }) =>
    options.map(({ value }) => value),
  )
  expect(values.toSorted()).toEqual((Object.values(body.permissions as object) as string[]).toSorted())
  // What system roles list is among them.
  const listed = await database.rows<{ permission: string }>(sql`select distinct permission from role_permission`)
  expect(values).toEqual(expect.arrayContaining(listed.map(({ permission }) => permission)))
})

test('types of events are told to everybody, and what happens is among them', async () => {
  const { body } = await get('/api/metadata/events/')
  const groups = await get('/api/events/event_groups/', { as: await world.user() })
  expect(body).toEqual({ event_groups: groups.body })
  const staff = await world.staff()
  await post('/api/users/', { as: staff, body: { username: 'metadata', email: 'metadata@example.org' } })
  const types = Object.values(body.event_groups as Record<string, string[]>).flat()
  const events = await get('/api/events/', { as: staff })
  for (const { event_type } of events.body as { event_type: string }[]) expect(types).toContain(event_type)
})
