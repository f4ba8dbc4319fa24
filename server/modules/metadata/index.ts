import { PERMISSIONS } from '../../access/permissions.ts'
import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { eventGroups } from '../events/index.ts'

/** A name as a constant of a program: `CUSTOMER.OWNER` is `CUSTOMER_OWNER`. */
const byConstant = (names: Iterable<string>): Record<string, string> =>
  Object.fromEntries([...names].map((name) => [name.replace(/[^A-Za-z0-9]+/g, '_'), name]))

/** `SERVICE_PROVIDER` is `Service provider`. */
const inWords = (name: string): string => {
  const words = name.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const groupOf = (permission: string): string => permission.slice(0, permission.indexOf('.'))

const described = [...new Set([...PERMISSIONS].map(groupOf))].sort().map((group) => ({
  label: inWords(group),
  options: [...PERMISSIONS]
    .filter((permission) => groupOf(permission) === group)
    .sort()
    .map((value) => ({ label: inWords(value.slice(group.length + 1)), value })),
}))

/** Which permission grants roles on a scope of the kind. */
const granting = {
  customer: 'CUSTOMER.CREATE_PERMISSION',
  project: 'PROJECT.CREATE_PERMISSION',
  offering: 'OFFERING.CREATE_PERMISSION',
  // C-024
  service_provider: 'CUSTOMER.CREATE_PERMISSION',
}

const retrievePermissionMetadata: Handler<'metadata_permissions_retrieve'> = async ({ db }) => {
  const roles = await db.rows<{ name: string }>(sql`select name from role where is_active order by name`)
  return {
    roles: byConstant(roles.map(({ name }) => name)),
    permissions: byConstant([...PERMISSIONS].sort()),
    permission_map: granting,
    permission_descriptions: described,
  }
}

const retrieveEventMetadata: Handler<'metadata_events_retrieve'> = () =>
  Promise.resolve({ event_groups: eventGroups() })

export const metadataHandlers = {
  metadata_events_retrieve: retrieveEventMetadata,
  metadata_permissions_retrieve: retrievePermissionMetadata,
}
