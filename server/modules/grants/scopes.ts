import type { Queryable } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import type { GrantScope } from './grants.ts'

export type ScopeKind = 'customer' | 'project' | 'offering' | 'service_provider'

/** The scope of a grant with what its organization's state forbids. */
export interface OwnedScope extends GrantScope {
  content_type: ScopeKind
  customer: GrantScope['customer'] & { blocked: boolean; archived: boolean }
}

const SOURCES: Record<ScopeKind, { name: Sql; from: Sql }> = {
  customer: { name: sql`customer.name`, from: sql`customer as scope join customer on customer.id = scope.id` },
  project: { name: sql`scope.name`, from: sql`project as scope join customer on customer.id = scope.customer_id` },
  offering: { name: sql`scope.name`, from: sql`offering as scope join customer on customer.id = scope.customer_id` },
  // A provider has no name of its own.
  service_provider: {
    name: sql`customer.name`,
    from: sql`service_provider as scope join customer on customer.id = scope.customer_id`,
  },
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
  const { name, from } = SOURCES[kind]
  const row = await db.maybeOne<Omit<OwnedScope, 'content_type'>>(sql`
    select scope.id as object_id, scope.uuid, ${name} as name,
      json_build_object(
        'id', customer.id::text, 'uuid', customer.uuid, 'name', customer.name, 'abbreviation', customer.abbreviation,
        'contact_details', customer.contact_details, 'blocked', customer.blocked, 'archived', customer.archived
      ) as customer
    from ${from}
    where scope.id = ${id}
    ${lock === 'share' ? sql`for share of scope` : sql`for update of scope`}
  `)
  return row && { content_type: kind, ...row }
}

/** 400: nothing is changed below an organization that is blocked or archived. */
export const requireAvailable = (customer: { blocked: boolean; archived: boolean }): void => {
  if (customer.blocked) throw new RuleError('Blocked organization is not available.')
  if (customer.archived) throw new RuleError('Archived organization is not available.')
}
