import type { Queryable } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { GrantScope } from './grants.ts'

export type ScopeKind = 'customer' | 'project' | 'offering' | 'service_provider'

/** The scope of a grant with what its organization's state forbids. */
export interface OwnedScope extends GrantScope {
  content_type: ScopeKind
  /** Of a project that is removed. */
  is_removed: boolean
  customer: GrantScope['customer'] & { blocked: boolean; archived: boolean }
}

const SOURCES: Record<ScopeKind, { table: Sql; name: Sql; customerId: Sql; isRemoved?: Sql }> = {
  customer: { table: sql`customer`, name: sql`scope.name`, customerId: sql`scope.id` },
  project: {
    table: sql`project`,
    name: sql`scope.name`,
    customerId: sql`scope.customer_id`,
    isRemoved: sql`scope.is_removed`,
  },
  offering: { table: sql`offering`, name: sql`scope.name`, customerId: sql`scope.customer_id` },
  // A provider has no name of its own.
  service_provider: { table: sql`service_provider`, name: sql`customer.name`, customerId: sql`scope.customer_id` },
}

/**
 * The scope as grants and events need it, kept from being deleted until the transaction ends; undefined when it is gone.
 * `lock` is stronger for those who change it.
 */
export const lockScope = async (
  db: Queryable,
  kind: ScopeKind,
  id: string,
  lock: 'share' | 'update' = 'share',
): Promise<OwnedScope | undefined> => {
  const { table, name, customerId, isRemoved } = SOURCES[kind]
  // In a statement of its own: a locking join loses a row whose organization has changed while it waited.
  await db.run(sql`
    select 1 from ${table} as scope where scope.id = ${id} ${lock === 'share' ? sql`for share` : sql`for update`}
  `)
  const row = await db.maybeOne<Omit<OwnedScope, 'content_type'>>(sql`
    select scope.id as object_id, scope.uuid, ${name} as name, ${isRemoved ?? sql`false`} as is_removed,
      json_build_object(
        'id', customer.id::text, 'uuid', customer.uuid, 'name', customer.name, 'abbreviation', customer.abbreviation,
        'contact_details', customer.contact_details, 'blocked', customer.blocked, 'archived', customer.archived
      ) as customer
    from ${table} as scope join customer on customer.id = ${customerId}
    where scope.id = ${id}
  `)
  return row && { content_type: kind, ...row }
}
