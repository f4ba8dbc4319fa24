import { targets } from '../../access/targets/index.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { limitColumns, limitJoins, readLimit } from './view.ts'

export const listLimits: Handler<'component_user_usage_limits_list'> = (context, { query }) => {
  const source = targets.component_user_usage_limit
  return listPage(
    context,
    {
      candidates: sql`${source.from}
        join offering_component as component on component.id = usage.component_id
        join offering_user on offering_user.id = usage.offering_user_id
        where ${allOf([
          source.visible(context.actor),
          when(query.component_type, (type) => sql`component.type = ${type}`),
          when(query.offering_uuid, (uuid) => sql`offering.uuid = ${uuid}`),
          when(query.resource, ({ target }) => (target === null ? sql`false` : sql`resource.uuid = ${target.uuid}`)),
          when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
          when(query.username, (name) => sql`offering_user.username = ${name}`),
        ])}`,
      id: sql`usage.id`,
      order: sql`usage.created, usage.id`,
      source: sql`join component_user_usage_limit as usage_limit on usage_limit.id = page.id ${limitJoins}`,
      columns: limitColumns(context),
    },
    query,
  )
}

export const retrieveLimit: Handler<'component_user_usage_limits_retrieve'> = (context) =>
  readLimit(context, context.target.id)
