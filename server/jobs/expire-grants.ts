import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { SYSTEM } from '../modules/events/index.ts'
import {
  granteeJson,
  revokeGrant,
  type ActiveGrant,
  type GrantedRole,
  type Grantee,
  type GrantScope,
} from '../modules/grants/index.ts'

const BATCH = 200

interface ExpiredGrant {
  grant: ActiveGrant
  role: GrantedRole
  grantee: Grantee
  scope: GrantScope | null
}

/**
 * Closes grants past their expiry, with their events. They have not counted since the instant itself; this makes the
 * end visible. Safe to run in several processes. Returns how many were closed.
 */
export const expireGrants = async (database: Database): Promise<number> => {
  let closed = 0
  for (;;) {
    const batch = await database.transaction(async (transaction) => {
      const expired = await transaction.rows<ExpiredGrant>(sql`
        select json_build_object('id', user_role.id::text, 'expiration_time', user_role.expiration_time) as grant,
          json_build_object('id', role.id::text, 'name', role.name) as role,
          ${granteeJson} as grantee,
          case when customer.id is not null then json_build_object(
            'content_type', user_role.content_type, 'object_id', user_role.object_id::text,
            'uuid', coalesce(own_customer.uuid, project.uuid, offering.uuid, service_provider.uuid),
            'name', coalesce(own_customer.name, project.name, offering.name, customer.name),
            'customer', json_build_object(
              'id', customer.id::text, 'uuid', customer.uuid, 'name', customer.name,
              'abbreviation', customer.abbreviation, 'contact_details', customer.contact_details
            )
          ) end as scope
        from user_role
        join role on role.id = user_role.role_id
        join app_user on app_user.id = user_role.user_id
        left join customer as own_customer
          on user_role.content_type = 'customer' and own_customer.id = user_role.object_id
        left join project on user_role.content_type = 'project' and project.id = user_role.object_id
        left join offering on user_role.content_type = 'offering' and offering.id = user_role.object_id
        left join service_provider
          on user_role.content_type = 'service_provider' and service_provider.id = user_role.object_id
        left join customer on customer.id = coalesce(
          own_customer.id, project.customer_id, offering.customer_id, service_provider.customer_id
        )
        where user_role.is_active and user_role.expiration_time <= now()
        order by user_role.id limit ${BATCH}
        for update of user_role skip locked
      `)
      for (const { grant, role, grantee, scope } of expired) {
        if (scope) {
          await revokeGrant(transaction, SYSTEM, grant, { grantee, role, scope, reason: 'Automatic expiration' })
        } else {
          await transaction.run(sql`
            update user_role set is_active = false, modified = now(), revoke_reason = 'Automatic expiration'
            where id = ${grant.id}
          `)
        }
      }
      return expired.length
    })
    closed += batch
    if (batch < BATCH) return closed
  }
}
