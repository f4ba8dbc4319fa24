import { randomUUID } from 'node:crypto'
import type { Marketplace, TestApp } from '../../harness/index.ts'
import { NOT_FOUND, type Area, type AreaRow } from '../area.ts'

// Keys: of an administrator of the project that consumes. Roles belong to nobody.

//             anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const USERS = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const STAFF_ONLY = (status: string) => `401 401 401 401 403 403 403 403 403 403 403 403 403 ${status}`

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI sample@example.org'

/** A key of an administrator of the project. */
const keyOf = async ({ world }: TestApp, market: Marketplace) => {
  const user = await world.member(market.project)
  return world.insert('ssh_key', { user_id: user.id, name: 'Sample', public_key: KEY })
}

const role = { name: 'SAMPLE.ROLE', permissions: [], content_type: 'project' }

const roleChange = (suffix: string, status: string, body?: () => unknown): AreaRow => ({
  make: async ({ world }, _, unknown) => ({
    path: `/api/roles/${unknown ?? (await world.role('project', [])).hex}/${suffix}`,
    body: body?.(),
  }),
  own: STAFF_ONLY(status),
  other: STAFF_ONLY(status),
  none: NOT_FOUND,
})

export const keysAndRolesArea: Area = {
  keys_list: {
    make: async (app, market) => {
      const { hex } = await keyOf(app, market)
      return { path: '/api/keys/', query: { uuid: hex }, row: hex }
    },
    own: USERS,
    other: USERS,
    sees: { own: '0 0 0 0 0 0 0 0 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  keys_create: {
    make: async () => ({ path: '/api/keys/', body: { public_key: KEY } }),
    own: USERS.replaceAll('200', '201'),
    other: USERS.replaceAll('200', '201'),
  },
  keys_destroy: {
    make: async (app, market, unknown) => ({ path: `/api/keys/${unknown ?? (await keyOf(app, market)).hex}/` }),
    // The provider's owner and manager see the key.
    own: '401 401 401 401 404 404 404 404 403 403 404 404 403 204',
    other: '401 401 401 401 404 404 404 404 404 404 404 403 403 204',
    none: NOT_FOUND,
  },
  roles_create: {
    make: async () => ({ path: '/api/roles/', body: { ...role, name: `SAMPLE.${randomUUID()}` } }),
    own: STAFF_ONLY('201'),
    other: STAFF_ONLY('201'),
  },
  roles_update: roleChange('', '200', () => ({ ...role, name: `SAMPLE.${randomUUID()}` })),
  roles_partial_update: roleChange('', '200', () => ({ description: 'Sample' })),
  roles_destroy: roleChange('', '204'),
  roles_enable: roleChange('enable/', '200'),
  roles_disable: roleChange('disable/', '200'),
  roles_update_descriptions_update: roleChange('update_descriptions/', '200', () => ({})),
}
