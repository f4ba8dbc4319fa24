import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

// The setting DEFAULT_OFFERING_USER_ATTRIBUTES.

const MANAGED = { plugin_options: { service_provider_can_create_offering_user: true } }

const own = await startTestApp({
  DEFAULT_OFFERING_USER_ATTRIBUTES: 'username,registration_method,nationalities,description,shoe_size',
})
const empty = await startTestApp({ DEFAULT_OFFERING_USER_ATTRIBUTES: '' })

test('the list of the setting replaces the built-in one; names that are no attributes are ignored', async () => {
  const { world, get } = own
  const { base, owner, project } = await world.marketplace()
  const user = await world.member(project, { registration_method: 'eduteams', nationalities: ['SE'] })
  const { body } = await get(`${base}users/`, { as: owner })
  expect(body).toStrictEqual([
    {
      uuid: user.hex,
      username: user.username,
      projects_count: 1,
      registration_method: 'eduteams',
      nationalities: ['SE'],
    },
  ])
})

test('a description cannot be released, so filtering and ordering by it is ignored', async () => {
  const { world, get } = own
  const { base, owner, project } = await world.marketplace()
  await world.member(project, { username: 'describe-1', description: 'z' })
  await world.member(project, { username: 'describe-2', description: 'a' })
  const queries: Record<string, string>[] = [{ description: 'a' }, { o: 'description' }]
  for (const query of queries) {
    const { body } = await get(`${base}users/`, { as: owner, query })
    expect(body).toMatchObject([{ username: 'describe-1' }, { username: 'describe-2' }])
  }
})

test('the released registration method filters and orders', async () => {
  const { world, get } = own
  const { base, owner, project } = await world.marketplace()
  await world.member(project, { username: 'method-1', registration_method: 'saml2' })
  await world.member(project, { username: 'method-2', registration_method: 'eduteams' })
  const filtered = await get(`${base}users/`, { as: owner, query: { registration_method: 'eduteams' } })
  expect(filtered.body).toMatchObject([{ username: 'method-2' }])
  const ordered = await get(`${base}users/`, { as: owner, query: { o: 'registration_method' } })
  expect(ordered.body).toMatchObject([{ username: 'method-2' }, { username: 'method-1' }])
})

test('a configuration takes the place of the setting, which applies to offerings without one', async () => {
  const { world, get } = own
  const { base, owner, project, provider } = await world.marketplace()
  await world.member(project)
  const configured = await world.offering(provider.customer, MANAGED)
  await world.insert('offering_user_attribute_config', { offering_id: configured.id })
  const keys = async () => Object.keys((await get(`${base}users/`, { as: owner })).body[0])
  const shown = ['uuid', 'username', 'full_name', 'first_name', 'last_name', 'email', 'projects_count']
  expect(await keys()).toEqual(shown)
  await world.offering(provider.customer, MANAGED)
  expect(await keys()).toEqual([...shown, 'registration_method', 'nationalities'])
})

test('an empty setting means the built-in list', async () => {
  const { world, get } = empty
  const { base, owner, project } = await world.marketplace()
  await world.member(project)
  const { body } = await get(`${base}users/`, { as: owner })
  expect(Object.keys(body[0])).toEqual([
    'uuid',
    'username',
    'full_name',
    'first_name',
    'last_name',
    'email',
    'projects_count',
  ])
})
