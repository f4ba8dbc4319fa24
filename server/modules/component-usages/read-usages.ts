import { targets } from '../../access/targets/index.ts'
import { allOf, contains, sql, when } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { usageFilters } from './filters.ts'
import { shareColumns, shareJoins, usageColumns, usageJoins } from './view.ts'

export const listUsages: Handler<'marketplace_component_usages_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`${targets.component_usage.from} where ${allOf([
        targets.component_usage.visible(context.actor),
        usageFilters(query),
        when(query.billing_period, (day) => sql`usage.billing_period = ${day}`),
      ])}`,
      id: sql`usage.id`,
      order: orderBy(
        query.o,
        { billing_period: [sql`usage.billing_period`], usage: [sql`usage.usage`] },
        [sql`usage.created`],
        sql`usage.id`,
      ),
      source: sql`join component_usage as usage on usage.id = page.id ${usageJoins}`,
      columns: usageColumns,
    },
    query,
  )

export const retrieveUsage: Handler<'marketplace_component_usages_retrieve'> = async (context, { query }) => {
  const source = sql`from component_usage as usage ${usageJoins} where usage.id = ${context.target.id}`
  const usage = await readObject(context, source, usageColumns, query.field)
  if (!usage) throw new NotFound('ComponentUsage')
  return usage
}

export const listUserUsages: Handler<'marketplace_component_user_usages_list'> = (context, { query }) => {
  const period = query.component_usage__billing_period ?? query.component_usage_billing_period
  return listPage(
    context,
    {
      candidates: sql`${targets.component_user_usage.from} where ${allOf([
        targets.component_user_usage.visible(context.actor),
        usageFilters(query),
        when(period, (day) => sql`usage.billing_period = ${day}`),
        when(query.username, (name) => contains(sql`share.username`, name)),
      ])}`,
      id: sql`share.id`,
      order: orderBy(
        query.o,
        {
          component_usage__billing_period: [sql`usage.billing_period`],
          usage: [sql`share.usage`],
          username: [sql`share.username`],
        },
        [sql`share.created`],
        sql`share.id`,
      ),
      source: sql`join component_user_usage as share on share.id = page.id ${shareJoins}`,
      columns: shareColumns(context),
    },
    query,
  )
}

export const retrieveUserUsage: Handler<'marketplace_component_user_usages_retrieve'> = async (context, { query }) => {
  const source = sql`from component_user_usage as share ${shareJoins} where share.id = ${context.target.id}`
  const share = await readObject(context, source, shareColumns(context), query.field)
  if (!share) throw new NotFound('ComponentUserUsage')
  return share
}
