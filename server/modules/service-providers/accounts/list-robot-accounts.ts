import type { NameUUID } from '../../../../contract/schemas/accounts.ts'
import { allOf, contains, sql, when, type Sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { text, uuid } from '../../../list/columns.ts'
import { listPage } from '../../../list/page.ts'
import type { Columns } from '../../../list/selection.ts'

/** Projects of the accounts that exist (OK) or are about to go (Requested deletion), in whatever resource of the provider. */
const robotProjects = (providerCustomerId: string): Sql => sql`
  select resource.project_id from robot_account
  join resource on resource.id = robot_account.resource_id
  join offering on offering.id = resource.offering_id
  where robot_account.state in (3, 4) and offering.customer_id = ${providerCustomerId}`

const named = (row: Sql): Columns<Wire<typeof NameUUID>> => ({
  name: text(sql`${row}.name`),
  uuid: uuid(sql`${row}.uuid`),
})
const customerColumns = named(sql`customer`)
const projectColumns = named(sql`project`)

export const listRobotAccountCustomers: Handler<'marketplace_service_providers_robot_account_customers_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`
        from customer
        where customer.id in (
          select project.customer_id from project where project.id in (${robotProjects(context.provider.customer_id)})
        ) and ${allOf([when(query.customer_name, (name) => contains(sql`customer.name`, name))])}
      `,
      id: sql`customer.id`,
      order: sql`customer.name, customer.id`,
      source: sql`join customer on customer.id = page.id`,
      columns: customerColumns,
    },
    query,
  )

export const listRobotAccountProjects: Handler<'marketplace_service_providers_robot_account_projects_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      // C-059: the name of the resource's project counts, not that of the offering's.
      candidates: sql`
        from project
        where project.id in (${robotProjects(context.provider.customer_id)})
          and ${allOf([when(query.project_name, (name) => contains(sql`project.name`, name))])}
      `,
      id: sql`project.id`,
      order: sql`project.name, project.id`,
      source: sql`join project on project.id = page.id`,
      columns: projectColumns,
    },
    query,
  )
