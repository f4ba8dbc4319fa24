import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const MANAGED = { plugin_options: { service_provider_can_create_offering_user: true } }

const configure = (offering: Made, flags: Record<string, boolean>) =>
  world.insert('offering_user_attribute_config', {
    expose_username: false,
    expose_full_name: false,
    expose_email: false,
    ...flags,
    offering_id: offering.id,
  })

/** The keys of the first row. */
const keysSeenBy = async ({ base }: Marketplace, caller: { id: string }): Promise<string[]> =>
  Object.keys((await get(`${base}users/`, { as: caller })).body[0])

const NAMES = ['full_name', 'first_name', 'last_name']

const PERSON = {
  username: 'full-person',
  first_name: 'Anna',
  last_name: 'Sample',
  organization: 'Sample University',
  email: 'anna@example.org',
  phone_number: '+372 555 0100',
  registration_method: 'saml2',
  affiliations: ['staff@example.org'],
  job_title: 'Engineer',
  gender: 2,
  personal_title: 'Dr',
  place_of_birth: 'Sample Town',
  country_of_residence: 'EE',
  nationality: 'EE',
  nationalities: ['EE', 'FI'],
  organization_country: 'EE',
  organization_type: 'urn:sample:university',
  organization_registry_code: 'SAMPLE-REG-1',
  eduperson_assurance: ['https://assurance.example/medium'],
  civil_number: 'SAMPLE-CIVIL-1',
  birth_date: '1990-05-17',
  identity_source: 'sample-idp',
  active_isds: ['isd:sample'],
}

const CONFIGURABLE = [
  ...['username', 'full_name', 'email', 'phone_number', 'organization', 'job_title', 'affiliations', 'gender'],
  ...['personal_title', 'place_of_birth', 'country_of_residence', 'nationality', 'nationalities'],
  ...['organization_country', 'organization_type', 'organization_registry_code', 'eduperson_assurance'],
  ...['civil_number', 'birth_date', 'identity_source', 'active_isds'],
]

test('without offerings that manage accounts username, full name and e-mail are released', async () => {
  const { base, owner, project } = await world.marketplace()
  const user = await world.member(project, { username: 'plain', first_name: 'Ben', last_name: 'Sample' })
  const { body } = await get(`${base}users/`, { as: owner })
  expect(body).toStrictEqual([
    {
      uuid: user.hex,
      username: 'plain',
      full_name: 'Ben Sample',
      first_name: 'Ben',
      last_name: 'Sample',
      email: 'plain@example.org',
      projects_count: 1,
    },
  ])
})

test.each([
  { first_name: '', last_name: 'Sample', full_name: 'Sample' },
  { first_name: 'Ben', last_name: '', full_name: 'Ben' },
  { first_name: '', last_name: '', full_name: '' },
])('full_name of "$first_name" and "$last_name" is "$full_name"', async ({ full_name, ...names }) => {
  const { base, owner, project } = await world.marketplace()
  await world.member(project, names)
  expect((await get(`${base}users/`, { as: owner })).body).toMatchObject([{ ...names, full_name }])
})

test('staff and support see is_active, others do not', async () => {
  const market = await world.marketplace()
  await world.member(market.project)
  const support = await world.user({ is_support: true })
  await world.grant(support, 'CUSTOMER.OWNER', 'customer', market.provider.customer)
  for (const caller of [await world.staff(), support]) {
    expect((await get(`${market.base}users/`, { as: caller })).body).toMatchObject([{ is_active: true }])
  }
  expect(await keysSeenBy(market, market.owner)).not.toContain('is_active')
})

test('an offering may release everything but the registration method, to which no flag belongs', async () => {
  const { base, owner, project, provider } = await world.marketplace()
  const offering = await world.offering(provider.customer, MANAGED)
  await configure(offering, Object.fromEntries(CONFIGURABLE.map((name) => [`expose_${name}`, true])))
  const user = await world.member(project, PERSON)
  const { registration_method: _hidden, ...shown } = PERSON
  const { body } = await get(`${base}users/`, { as: owner })
  expect(body).toStrictEqual([{ uuid: user.hex, ...shown, full_name: 'Anna Sample', projects_count: 1 }])
  expect(Object.keys(body[0])).toEqual([
    ...['uuid', 'username', 'full_name', 'first_name', 'last_name', 'organization', 'email', 'phone_number'],
    ...['projects_count', 'affiliations', 'job_title', 'gender', 'personal_title', 'place_of_birth'],
    ...['country_of_residence', 'nationality', 'nationalities', 'organization_country', 'organization_type'],
    ...['organization_registry_code', 'eduperson_assurance', 'civil_number', 'birth_date', 'identity_source'],
    'active_isds',
  ])
})

test('released attributes without a value are empty texts and lists, null only where there is no empty value', async () => {
  const { base, owner, project, provider } = await world.marketplace()
  const offering = await world.offering(provider.customer, MANAGED)
  await configure(offering, Object.fromEntries(CONFIGURABLE.map((name) => [`expose_${name}`, true])))
  await world.member(project)
  expect((await get(`${base}users/`, { as: owner })).body).toMatchObject([
    {
      ...{ phone_number: '', organization: '', job_title: '', affiliations: [], gender: null, personal_title: '' },
      ...{ place_of_birth: '', country_of_residence: '', nationality: '', nationalities: [] },
      ...{ organization_country: '', organization_type: '', organization_registry_code: '', eduperson_assurance: [] },
      ...{ civil_number: null, birth_date: null, identity_source: '', active_isds: [] },
    },
  ])
})

test.each(CONFIGURABLE)('the flag expose_%s releases that attribute alone', async (name) => {
  const market = await world.marketplace()
  await configure(await world.offering(market.provider.customer, MANAGED), { [`expose_${name}`]: true })
  await world.member(market.project)
  const released = name === 'full_name' ? NAMES : [name]
  expect((await keysSeenBy(market, market.owner)).toSorted()).toEqual(
    ['projects_count', 'uuid', ...released].toSorted(),
  )
})

test('several offerings release the union of what each releases', async () => {
  const market = await world.marketplace()
  await configure(await world.offering(market.provider.customer, MANAGED), { expose_phone_number: true })
  const draft = await world.offering(market.provider.customer, { ...MANAGED, state: 1, shared: false })
  await configure(draft, { expose_job_title: true })
  await world.member(market.project)
  expect(await keysSeenBy(market, market.owner)).toEqual(['uuid', 'phone_number', 'projects_count', 'job_title'])
})

test('an offering without a configuration adds the default list to the union', async () => {
  const market = await world.marketplace()
  await configure(await world.offering(market.provider.customer, MANAGED), { expose_phone_number: true })
  await world.offering(market.provider.customer, MANAGED)
  await world.member(market.project)
  expect(await keysSeenBy(market, market.owner)).toEqual([
    'uuid',
    'username',
    ...NAMES,
    'email',
    'phone_number',
    'projects_count',
  ])
})

test('configurations of other providers and of offerings that manage no accounts do not count', async () => {
  const market = await world.marketplace()
  const other = await world.provider()
  await configure(await world.offering(other.customer, MANAGED), { expose_civil_number: true })
  await configure(market.offering, { expose_civil_number: true })
  const unmanaged = { plugin_options: { service_provider_can_create_offering_user: false } }
  await configure(await world.offering(market.provider.customer, unmanaged), { expose_phone_number: true })
  await world.member(market.project)
  expect(await keysSeenBy(market, market.owner)).toEqual(['uuid', 'username', ...NAMES, 'email', 'projects_count'])
})

test('a configuration that releases nothing leaves uuid and projects_count, for staff also is_active', async () => {
  const market = await world.marketplace()
  await configure(await world.offering(market.provider.customer, MANAGED), {})
  await world.member(market.project, { ...PERSON, username: 'secretive', civil_number: 'SAMPLE-CIVIL-2' })
  expect(await keysSeenBy(market, market.owner)).toEqual(['uuid', 'projects_count'])
  expect(await keysSeenBy(market, await world.staff())).toEqual(['uuid', 'projects_count', 'is_active'])
})
