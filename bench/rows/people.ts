import { firstNames, lastNames } from '../../demo/names.ts'
import type { Plan } from './plan.ts'
import { numbered, type Cell, type Table } from './table.ts'

/** Ids of the system roles, looked up in the migrated database. */
export type RoleIds = Readonly<Record<string, number>>

const at = (items: readonly string[], index: number): string => items[index] ?? ''

/** User n owns the organization of provider n (from 1) and is its caller in the measurements. */
export const people = (plan: Plan, roles: RoleIds): Table[] => {
  const { shape, stream } = plan
  const [identity, first, last, join] = [stream('user'), stream('first'), stream('last'), stream('joined')]
  const [keys, holder] = [stream('key'), stream('key-user')]
  return [
    numbered(
      'app_user',
      ['uuid', 'date_joined', 'username', 'slug', 'first_name', 'last_name', 'email', 'query_field', 'is_active'],
      shape.users,
      (id) => {
        const firstName = at(firstNames, first.below(firstNames.length, id))
        const lastName = at(lastNames, last.below(lastNames.length, id))
        const slug = `user-${identity.hex(id)}`
        return [
          identity.uuid(id),
          plan.moment(join, id),
          slug,
          slug,
          firstName,
          lastName,
          `${slug}@example.org`,
          `${firstName} ${lastName}`,
          id <= plan.providers.length || identity.below(100, id) < 97,
        ]
      },
    ),
    numbered('ssh_key', ['uuid', 'user_id', 'name', 'public_key', 'fingerprint_md5'], shape.keys, (id) => {
      const digits = keys.hex(id)
      return [
        keys.uuid(id),
        1 + holder.below(shape.users, id),
        `Sample key ${String(keys.below(50, id))} ${digits}`,
        `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${digits.repeat(5)}`,
        [...`${digits}${digits}${digits}${digits}`.matchAll(/../g)].map(([pair]) => pair).join(':'),
      ]
    }),
    {
      name: 'user_role',
      columns: ['uuid', 'created', 'user_id', 'role_id', 'content_type', 'object_id', 'is_active'],
      rows: grants(plan, roles),
    },
  ]
}

const PROJECT_ROLES = ['PROJECT.ADMIN', 'PROJECT.MANAGER', 'PROJECT.MEMBER']

/** 85 % of the grants are on projects, 90 % are active; nobody holds two on the same scope. */
const grants = function* (plan: Plan, roles: RoleIds): Generator<readonly Cell[]> {
  const { shape, stream } = plan
  const identity = stream('grant')
  const [kind, target, role, made] = [stream('kind'), stream('scope'), stream('role'), stream('granted')]
  const roleId = (name: string): number => roles[name] ?? 0
  let position = 0
  for (let user = 1; user <= shape.users; user++) {
    const held = new Set<string>()
    if (user <= plan.providers.length) {
      held.add(`customer ${String(user)}`)
      position++
      yield [
        identity.uuid(position),
        plan.moment(made, position),
        user,
        roleId('CUSTOMER.OWNER'),
        'customer',
        user,
        true,
      ]
    }
    const count =
      Math.floor((user * shape.grants) / shape.users) - Math.floor(((user - 1) * shape.grants) / shape.users)
    for (let index = 0; index < count; index++) {
      position++
      const onProject = kind.below(100, position) < 85
      const object = 1 + target.below(onProject ? shape.projects : shape.customers, position)
      const scope = `${onProject ? 'project' : 'customer'} ${String(object)}`
      if (held.has(scope)) continue
      held.add(scope)
      const name = onProject ? PROJECT_ROLES[role.below(PROJECT_ROLES.length, position)] : 'CUSTOMER.OWNER'
      yield [
        identity.uuid(position),
        plan.moment(made, position),
        user,
        roleId(name ?? ''),
        onProject ? 'project' : 'customer',
        object,
        identity.below(10, position) < 9,
      ]
    }
  }
}
