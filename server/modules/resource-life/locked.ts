import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, RuleError } from '../../errors.ts'

/** A resource whose row is locked, with what its life depends on. */
export interface LockedResource {
  id: string
  uuid: string
  name: string
  state: number
  backend_id: string
  limits: Record<string, number>
  attributes: Record<string, unknown>
  options: Record<string, unknown> | null
  plan_id: string | null
  offering: {
    id: string
    uuid: string
    name: string
    type: string
    state: number
    shared: boolean
    customer_id: string | null
    plugin_options: Record<string, unknown>
    resource_options: unknown
  }
  project: { id: string; uuid: string; name: string }
  customer: { id: string; uuid: string; name: string }
}

const UNAVAILABLE = 5

/**
 * Locks a resource against every other change of it and its orders, and reads it. Whoever needs more rows locks the
 * resource first.
 */
export const lockResource = async (db: Queryable, id: string): Promise<LockedResource> => {
  const found = await db.run(sql`select 1 from resource where id = ${id} for no key update`)
  if (found === 0) throw new NotFound('Resource')
  return db.one<LockedResource>(sql`
    select resource.id, resource.uuid, resource.name, resource.state, resource.backend_id, resource.limits,
      resource.attributes, resource.options, resource.plan_id,
      json_build_object(
        'id', offering.id::text, 'uuid', offering.uuid, 'name', offering.name, 'type', offering.type,
        'state', offering.state, 'shared', offering.shared, 'customer_id', offering.customer_id::text,
        'plugin_options', offering.plugin_options, 'resource_options', offering.resource_options
      ) as offering,
      json_build_object('id', project.id::text, 'uuid', project.uuid, 'name', project.name) as project,
      json_build_object('id', customer.id::text, 'uuid', customer.uuid, 'name', customer.name) as customer
    from resource
    join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id
    join customer on customer.id = project.customer_id
    where resource.id = ${id}
  `)
}

/** Refuses to touch resources of an offering that is Unavailable. */
export const requireAvailableOffering = ({ offering }: Pick<LockedResource, 'offering'>): void => {
  if (offering.state === UNAVAILABLE) throw new RuleError('Offering is unavailable.')
}
