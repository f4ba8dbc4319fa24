import type { ComponentUserUsageLimit } from '../../../contract/schemas/usages.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'

export const limitJoins = sql`
  join resource on resource.id = usage_limit.resource_id
  join offering_component as component on component.id = usage_limit.component_id
  join offering_user on offering_user.id = usage_limit.offering_user_id`

export const limitColumns = perOrigin<Wire<typeof ComponentUserUsageLimit>>(({ origin }) => ({
  url: link(origin, 'component-user-usage-limits', sql`usage_limit.uuid`),
  uuid: uuid(sql`usage_limit.uuid`),
  resource: link(origin, 'marketplace-resources', sql`resource.uuid`),
  component: uuid(sql`component.uuid`),
  component_type: text(sql`component.type`),
  user: link(origin, 'marketplace-offering-users', sql`offering_user.uuid`),
  limit: text(sql`usage_limit.limit_value`),
}))

export const readLimit = async (context: Context, id: string) => {
  const source = sql`from component_user_usage_limit as usage_limit ${limitJoins} where usage_limit.id = ${id}`
  const limit = await readObject(context, source, limitColumns(context))
  if (!limit) throw new NotFound('ComponentUserUsageLimit')
  return limit
}
