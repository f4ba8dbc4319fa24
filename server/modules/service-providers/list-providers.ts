import type { Handler } from '../../handler.ts'
import { allOf, anyOf, contains, sql, when } from '../../db/sql.ts'
import { listPage } from '../../list/page.ts'
import { orderBy } from '../../list/order.ts'
import { linkEquals } from '../../list/filters.ts'
import { providerColumns, providerJoins } from './view.ts'

export const listProviders: Handler<'marketplace_service_providers_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from service_provider ${providerJoins}
        where ${allOf([
          linkEquals(sql`customer.uuid`, query.customer),
          when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
          when(query.customer_keyword, (keyword) =>
            anyOf([
              contains(sql`customer.name`, keyword),
              contains(sql`customer.abbreviation`, keyword),
              contains(sql`customer.native_name`, keyword),
            ]),
          ),
          when(query.created, (instant) => sql`service_provider.created >= ${instant}`),
          when(query.modified, (instant) => sql`service_provider.modified >= ${instant}`),
        ])}
      `,
      id: sql`service_provider.id`,
      order: orderBy(query.o, { customer_name: [sql`customer.name`] }, [sql`customer.name`], sql`service_provider.id`),
      source: sql`join service_provider on service_provider.id = page.id ${providerJoins}`,
      columns: providerColumns(context),
    },
    query,
  )
