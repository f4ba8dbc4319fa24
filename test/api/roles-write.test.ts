import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const ROLES = '/api/roles/'
const staff = await world.staff()
let counter = 0
const newName = (): string => `SAMPLE.WRITTEN${String(++counter)}`

const create = (body: Record<string, unknown> = {}) =>
  post(ROLES, { as: staff, body: { name: newName(), permissions: [], content_type: 'project', ...body } })
const send = (method: 'PUT' | 'PATCH' | 'DELETE', uuid: string, body?: unknown) =>
  request(method, `${ROLES}${uuid}/`, { as: staff, body })
const systemRole = async () => {
  const { uuid } = await database.one<{ uuid: string }>(sql`select uuid from role where name = 'PROJECT.MANAGER'`)
  return uuid.replaceAll('-', '')
}

describe('roles', () => {
  test('are made with permissions and descriptions', async () => {
    const name = newName()
    const { status, body, headers } = await create({
      name,
      permissions: ['PROJECT.UPDATE', 'PROJECT.LIST', 'PROJECT.LIST'],
      description: 'Sample',
      description_de: 'Muster',
      description_et: null,
    })
    expect([status, body]).toMatchObject([
      201,
      {
        name,
        permissions: ['PROJECT.LIST', 'PROJECT.UPDATE'],
        description: 'Sample',
        description_de: 'Muster',
        description_et: null,
        is_active: true,
        is_system_role: false,
        content_type: 'project',
        users_count: 0,
      },
    ])
    expect((await get(new URL(headers.location ?? '').pathname)).body.uuid).toBe(body.uuid)
  })

  test('are changed: the permissions as a whole, languages one by one', async () => {
    const { body: role } = await create({
      permissions: ['PROJECT.LIST'],
      description_de: 'Muster',
      description_fr: 'Essai',
    })
    const patched = await send('PATCH', role.uuid, {
      description_de: null,
      description_lv: 'Paraugs',
      is_active: false,
    })
    expect(patched.body).toMatchObject({
      name: role.name,
      permissions: ['PROJECT.LIST'],
      description_de: null,
      description_fr: 'Essai',
      description_lv: 'Paraugs',
      is_active: false,
    })
    const put = { name: newName(), permissions: ['PROJECT.UPDATE'], content_type: 'customer' }
    expect((await send('PUT', role.uuid, put)).body).toMatchObject({ ...put, description_fr: 'Essai' })
    const answer = await request('PUT', `${ROLES}${role.uuid}/update_descriptions/`, {
      as: staff,
      body: { description: 'New', description_fr: null },
    })
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { description: 'New', description_fr: null, description_lv: 'Paraugs' },
    ])
    expect(answer.body.name).toBe(undefined)
  })

  test('a change of permissions counts at once', async () => {
    const { body: role } = await create({ content_type: 'customer', permissions: ['CUSTOMER.UPDATE'] })
    const customer = await world.customer()
    const user = await world.user()
    await world.grant(user, role.name, 'customer', customer)
    const rename = () => request('PATCH', `/api/customers/${customer.hex}/`, { as: user, body: { description: 'x' } })
    expect((await rename()).status).toBe(200)
    await send('PATCH', role.uuid, { permissions: [] })
    expect((await rename()).status).toBe(403)
  })

  test('refusals', async () => {
    const { body: role } = await create()
    const refused = async (body: Record<string, unknown>, problems: unknown) => {
      const answer = await create(body)
      expect([answer.status, answer.body]).toEqual([400, problems])
    }
    await refused({ name: role.name }, { non_field_errors: ['Name should be unique.'] })
    await refused(
      { permissions: ['X', 'PROJECT.LIST', 'Y'], content_type: 'planet' },
      { permissions: ['Invalid permissions X,Y'], content_type: ['Invalid content type.'] },
    )
    await refused({ permissions: 'PROJECT.LIST' }, { permissions: ['Expected a list of items but got type "str".'] })
    await refused({ name: '' }, { name: ['This field may not be blank.'] })
    const other = (await create()).body
    expect((await send('PATCH', other.uuid, { name: role.name })).body).toEqual({
      non_field_errors: ['Name should be unique.'],
    })
    const system = await systemRole()
    expect((await send('PATCH', system, { name: newName() })).body).toEqual({
      non_field_errors: ['Changing name for system role is not possible.'],
    })
    const destroyed = await send('DELETE', system)
    expect([destroyed.status, destroyed.body]).toEqual([400, ['Destroying of system role is not available.']])
    expect((await send('PATCH', system, { name: 'PROJECT.MANAGER' })).status).toBe(200)
  })

  test('a role that somebody holds is neither deleted nor moved to another kind', async () => {
    const { body: role } = await create()
    const project = await world.project(await world.customer())
    const user = await world.user()
    const body = { role: role.name, user: user.hex }
    expect((await post(`/api/projects/${project.hex}/add_user/`, { as: staff, body })).status).toBe(201)
    const refused = await send('DELETE', role.uuid)
    expect([refused.status, refused.body]).toEqual([400, ['Role is still used.']])
    expect((await send('PATCH', role.uuid, { content_type: 'customer' })).body).toEqual({
      content_type: ['Role is still used.'],
    })
    expect((await post(`/api/projects/${project.hex}/delete_user/`, { as: staff, body })).status).toBe(200)
    expect((await send('DELETE', role.uuid)).status).toBe(204)
    expect((await send('DELETE', role.uuid)).status).toBe(404)
  })

  test('a deletion and a grant at once: one of them wins', async () => {
    const { body: role } = await create()
    const project = await world.project(await world.customer())
    const user = await world.user()
    const [removed, granted] = await Promise.all([
      send('DELETE', role.uuid),
      post(`/api/projects/${project.hex}/add_user/`, { as: staff, body: { role: role.name, user: user.hex } }),
    ])
    expect([
      [204, 400],
      [400, 201],
    ]).toContainEqual([removed.status, granted.status])
  })

  test('are enabled and disabled, as often as one likes', async () => {
    const { body: role } = await create()
    for (const [action, isActive] of [
      ['disable', false],
      ['disable', false],
      ['enable', true],
    ] as const) {
      const answer = await post(`${ROLES}${role.uuid}/${action}/`, { as: staff })
      expect([answer.status, answer.body]).toEqual([200, { detail: `The role ${role.name} has been ${action}d` }])
      expect((await get(`${ROLES}${role.uuid}/`)).body.is_active).toBe(isActive)
    }
  })
})
