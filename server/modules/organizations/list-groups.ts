import type { OrganizationGroup } from '../../../contract/schemas/organizations.ts'
import { allOf, contains, sql, when } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listJsonPage } from '../../list/page.ts'
import { organizationGroupJson } from './group-json.ts'

export const listGroups: Handler<'organization_groups_list'> = (context, { query }) =>
  listJsonPage<Wire<typeof OrganizationGroup>>(
    context,
    {
      candidates: sql`
        from organization_group
        left join organization_group as parent on parent.id = organization_group.parent_id
        where ${allOf([
          when(query.name, (value) => contains(sql`organization_group.name`, value)),
          when(query.name_exact, (value) => sql`organization_group.name = ${value}`),
          when(query.parent, (uuid) => sql`parent.uuid = ${uuid}`),
        ])}
      `,
      id: sql`organization_group.id`,
      order: orderBy(
        query.o,
        { name: [sql`organization_group.name`] },
        [sql`organization_group.name`],
        sql`organization_group.id`,
      ),
      source: sql`join organization_group on organization_group.id = page.id`,
      json: organizationGroupJson(context.origin),
    },
    query,
  )
