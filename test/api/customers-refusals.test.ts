import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

const market = await world.marketplace()
const { base, owner } = market
const outsider = await world.user()
const member = await world.user()
await world.grant(member, 'PROJECT.ADMIN', 'project', market.project)

const FORBIDDEN = { detail: 'You do not have permission to perform this action.' }
const UNKNOWN_PROVIDER = { detail: 'No ServiceProvider matches the given query.' }
const NO_SUCH_PAGE = { detail: 'Invalid page.' }

const LISTS = [
  { list: 'customers', permission: 'LIST_CUSTOMERS', bad: 'organization_group_uuid', needs: '' },
  {
    list: 'user_customers',
    permission: 'LIST_USER_CUSTOMERS',
    bad: 'organization_group_uuid',
    needs: `user_uuid=${member.hex}`,
  },
  { list: 'projects', permission: 'LIST_PROJECTS', bad: 'customer', needs: '' },
  {
    list: 'customer_projects',
    permission: 'LIST_CUSTOMER_PROJECTS',
    bad: 'customer',
    needs: `project_customer_uuid=${market.consumer.hex}`,
  },
]

describe.each(LISTS)('$list', ({ list, permission, bad, needs }) => {
  const path = `${base}${list}/`
  const of = (provider: string) => `/api/marketplace-service-providers/${provider}/${list}/`

  test('nobody is refused with 401, whatever else is wrong', async () => {
    for (const url of [path, `${path}?${bad}=zzz&page=99`, of('zzz')]) expect((await get(url)).status).toBe(401)
  })

  test('an unknown provider is refused with 404 before permissions and filters', async () => {
    const unknown = '0000000000004000800000000000abcd'
    for (const uuid of [unknown, 'zzz', market.provider.customer.hex, market.consumer.hex]) {
      for (const as of [owner, outsider, await world.staff()]) {
        const { status, body } = await get(`${of(uuid)}?${bad}=zzz&page=99`, { as })
        expect({ status, body }).toEqual({ status: 404, body: UNKNOWN_PROVIDER })
      }
    }
  })

  test('a caller without permission is refused with 403 before filters and pages', async () => {
    for (const query of ['', `?${bad}=zzz`, '?page=99']) {
      for (const as of [outsider, member, await world.user({ is_support: true })]) {
        const { status, body } = await get(path + query, { as })
        expect({ status, body }).toEqual({ status: 403, body: FORBIDDEN })
      }
    }
  })

  test('its own permission opens it, on the provider or on its organization, and no other one does', async () => {
    const others = LISTS.filter((other) => other.list !== list)
    for (const [kind, scope] of [
      ['service_provider', market.provider],
      ['customer', market.provider.customer],
    ] as const) {
      const allowed = await world.user()
      const role = await world.role(kind, [`SERVICE_PROVIDER.${permission}`])
      await world.grant(allowed, role.name, kind, scope)
      expect((await get(path, { as: allowed })).status).toBe(200)
      for (const other of others) expect((await get(`${base}${other.list}/`, { as: allowed })).status).toBe(403)
    }
  })

  test('a bad filter is refused with 400 before the page is looked for', async () => {
    const { status, body } = await get(`${path}?${bad}=zzz&page=99&${needs}`, { as: owner })
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual([bad])
    const page = await get(`${path}?page=99&${needs}`, { as: owner })
    expect({ status: page.status, body: page.body }).toEqual({ status: 404, body: NO_SUCH_PAGE })
  })

  test('unknown parameters change nothing and are named', async () => {
    const { status, headers, body } = await get(`${path}?nme=x&${needs}&b%20c,=1&nme=y`, { as: owner })
    expect(status).toBe(200)
    expect(headers['x-unknown-params']).toBe('nme, b%20c%2C')
    expect(body).toHaveLength(1)
    expect((await get(`${path}?${needs}`, { as: owner })).headers).not.toHaveProperty('x-unknown-params')
  })

  test('unknown parameters are refused when the client asks for strict handling', async () => {
    const query = `${path}?nme=x&${needs}&other=`
    for (const prefer of ['handling=strict', 'respond-async, HANDLING="strict"']) {
      const { status, body } = await get(query, { as: owner, headers: { prefer } })
      expect(status).toBe(400)
      expect(body).toEqual({ nme: ['Unknown query parameter.'], other: ['Unknown query parameter.'] })
    }
    expect((await get(query, { as: owner, headers: { prefer: 'handling=lenient' } })).status).toBe(200)
    expect((await get(query, { as: outsider, headers: { prefer: 'handling=strict' } })).status).toBe(403)
    const known = await get(`${path}?${needs}&page=1&page_size=5&field=uuid&name=`, {
      as: owner,
      headers: { prefer: 'handling=strict' },
    })
    expect(known.status).toBe(200)
  })
})

test.each(['projects', 'customer_projects'])('%s names all bad parameters in one answer', async (list) => {
  const query =
    'o=name,bad&modified_before=x&created=yesterday&customer=zzz&user_uuid_with_active_role=q&name=%00&page=99&archived=no'
  const { status, body } = await get(`${base}${list}/?${query}`, { as: owner })
  expect(status).toBe(400)
  expect(body).toEqual({
    customer: ['Enter a valid UUID.'],
    created: ['Enter a valid date/time.'],
    modified_before: ['Enter a valid date/time.'],
    user_uuid_with_active_role: ['Enter a valid UUID.'],
    name: ['Null characters are not allowed.'],
    o: ['Select a valid choice. bad is not one of the available choices.'],
  })
})

test.each(['customers', 'user_customers'])('%s names all bad parameters in one answer', async (list) => {
  const { status, body } = await get(`${base}${list}/?organization_group_uuid=zzz&name=%00&query=%00`, { as: owner })
  expect(status).toBe(400)
  expect(body).toEqual({
    organization_group_uuid: ['Select a valid choice. zzz is not one of the available choices.'],
    name: ['Null characters are not allowed.'],
    query: ['Null characters are not allowed.'],
  })
})
