import { accountTargets } from '../../access/targets/accounts.ts'
import type { Context } from '../../context.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { robotColumns, robotDetailColumns, robotJoins } from './view.ts'

/** The oldest first. */
export const listRobots: Handler<'marketplace_robot_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from robot_account ${robotJoins}
        where ${allOf([
          accountTargets.robot_account.visible(context.actor),
          when(query.created, (instant) => sql`robot_account.created >= ${instant}`),
          when(query.modified, (instant) => sql`robot_account.modified >= ${instant}`),
          when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
          when(query.project_uuid, (uuid) => sql`project.uuid = ${uuid}`),
          // The provider's organization, by its own uuid or by that of the service provider that it is.
          when(
            query.provider_uuid,
            (uuid) => sql`(provider.uuid = ${uuid} or provider.id = (
              select service_provider.customer_id from service_provider where service_provider.uuid = ${uuid}
            ))`,
          ),
          linkEquals(sql`resource.uuid`, query.resource),
          when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
          when(query.state, (code) => sql`robot_account.state = ${code}`),
          when(query.type, (type) => sql`robot_account.type = ${type}`),
        ])}
      `,
      id: sql`robot_account.id`,
      order: sql`robot_account.created, robot_account.id`,
      source: sql`join robot_account on robot_account.id = page.id ${robotJoins}`,
      columns: robotDetailColumns(context),
    },
    query,
  )

const source = (id: string) => sql`from robot_account ${robotJoins} where robot_account.id = ${id}`

/** An account with what it belongs to. */
export const readDetails = async (context: Context, id: string, field?: readonly string[]) => {
  const account = await readObject(context, source(id), robotDetailColumns(context), field)
  if (!account) throw new NotFound('RobotAccount')
  return account
}

/** An account as an answer to its change. */
export const readRobot = async (context: Context, id: string) => {
  const account = await readObject(context, source(id), robotColumns(context))
  if (!account) throw new NotFound('RobotAccount')
  return account
}

export const retrieveRobot: Handler<'marketplace_robot_accounts_retrieve'> = (context, { query }) =>
  readDetails(context, context.target.id, query.field)
