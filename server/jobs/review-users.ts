import type { Database, Transaction } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { effective } from '../access/grants.ts'
import { NO_ROLES } from '../access/users.ts'
import { emitEvent, SYSTEM, userContext } from '../modules/events/index.ts'
import type { Person } from '../context.ts'

const holdsRole = sql`exists (
  select 1 from user_role where user_role.user_id = app_user.id and ${effective(sql`user_role`)}
)`
/** Since staff activated him, if they did. */
const lostRole = sql`exists (
  select 1 from user_role where user_role.user_id = app_user.id
    and (app_user.activated_at is null or user_role.expiration_time > app_user.activated_at)
)`
const usesCourseAccount = sql`exists (
  select 1 from course_account where course_account.user_id = app_user.id and course_account.state = 1
)`

/** Sets the flag of the users that fulfil the condition, with an event each. */
const setActive = async (
  transaction: Transaction,
  change: { isActive: boolean; reason: string; condition: Sql; eventType: string; verb: string },
): Promise<number> => {
  const users = await transaction.rows<Person>(sql`
    update app_user set is_active = ${change.isActive}, deactivation_reason = ${change.reason}, modified = now()
    where ${change.condition}
    returning id, uuid, username, first_name, last_name, native_name, is_staff, is_support, token_lifetime
  `)
  for (const user of users) {
    await emitEvent(transaction, SYSTEM, {
      event_type: change.eventType,
      message: `User ${user.username} has been ${change.verb}.`,
      context: userContext('affected_user', user),
      scopes: [{ content_type: 'user', object_id: user.id }],
    })
  }
  return users.length
}

/**
 * For DEACTIVATE_USER_IF_NO_ROLES: deactivates users who lost their last role and have no usable course account, and
 * brings those back who hold a role again. Staff, support, users who never had a role, and whom staff have activated since
 * are left alone.
 */
export const reviewUsers = (database: Database): Promise<number> =>
  database.transaction(async (transaction) => {
    const deactivated = await setActive(transaction, {
      isActive: false,
      reason: NO_ROLES,
      condition: sql`app_user.is_active and not app_user.is_staff and not app_user.is_support
        and ${lostRole} and not ${holdsRole} and not ${usesCourseAccount}`,
      eventType: 'user_deactivated_no_roles',
      verb: 'deactivated, because he holds no role any more',
    })
    const reactivated = await setActive(transaction, {
      isActive: true,
      reason: '',
      condition: sql`not app_user.is_active and app_user.deactivation_reason = ${NO_ROLES} and ${holdsRole}`,
      eventType: 'user_activated',
      verb: 'activated',
    })
    return deactivated + reactivated
  })
