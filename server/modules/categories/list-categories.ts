import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { holdsAnyRole, isPrivileged, onConsumer, onProvidingSide } from '../../access/visibility.ts'
import type { QueryOf } from '../../../contract/index.ts'
import type { Context } from '../../context.ts'
import { allOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { categoryColumns, categoryJoins, type CategoryWire } from './view.ts'

type Query = QueryOf<'marketplace_categories_list'>

/** Offerings of the category that the caller sees, in the catalogue or as their provider. */
const hasOffering = (actor: Context['actor'], conditions: readonly (Sql | undefined)[]): Sql => sql`exists (
  select 1 from offering
  where offering.category_id = category.id
    and (${catalogueTargets.public_offering.visible(actor)} or ${catalogueTargets.offering.visible(actor)})
    and ${allOf(conditions)}
)`

/** Resources are known to those who use or provide them. */
const hasResource = (actor: Context['actor'], condition: Sql): Sql => {
  if (!actor) return sql`false`
  const isSeen = isPrivileged(actor)
    ? sql`true`
    : holdsAnyRole(
        actor,
        sql`${onConsumer(sql`project.id`, sql`project.customer_id`)}
          or ${onProvidingSide(sql`offering.id`, sql`offering.customer_id`)}`,
      )
  return sql`exists (
    select 1 from resource
    join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id
    where offering.category_id = category.id and resource.state <> 6 and ${condition} and ${isSeen}
  )`
}

const conditions = ({ actor }: Context, query: Query): (Sql | undefined)[] => {
  const ofCustomer = when(
    query.customer_uuid,
    (uuid) => sql`offering.customer_id = (select id from customer where uuid = ${uuid})`,
  )
  const inState = when(
    query.customers_offerings_state,
    (codes) => sql`offering.state = any(${codes.map(Number)}::int[])`,
  )
  return [
    when(query.title, (value) => contains(sql`category.title`, value)),
    when(query.group_uuid, (uuid) => sql`category_group.uuid = ${uuid}`),
    ofCustomer || inState ? hasOffering(actor, [ofCustomer, inState]) : undefined,
    when(query.has_shared, (wanted) => {
      const found = hasOffering(actor, [sql`offering.shared`])
      return wanted ? found : sql`not ${found}`
    }),
    when(query.offering_name, (value) => hasOffering(actor, [contains(sql`offering.name`, value)])),
    when(query.resource_customer_uuid, (uuid) =>
      hasResource(actor, sql`project.customer_id = (select id from customer where uuid = ${uuid})`),
    ),
    when(query.resource_project_uuid, (uuid) => hasResource(actor, sql`project.uuid = ${uuid}`)),
  ]
}

export const listCategories: Handler<'marketplace_categories_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from category ${categoryJoins} where ${allOf(conditions(context, query))}`,
      id: sql`category.id`,
      order: sql`category.title, category.id`,
      source: sql`join category on category.id = page.id ${categoryJoins}`,
      columns: categoryColumns(context),
    },
    query,
  )

export const readCategory = async (
  context: Context,
  condition: Sql,
  field?: readonly string[],
): Promise<CategoryWire> => {
  const category = await readObject(
    context,
    sql`from category ${categoryJoins} where ${condition}`,
    categoryColumns(context),
    field,
  )
  if (!category) throw new NotFound('Category')
  return category
}

export const retrieveCategory: Handler<'marketplace_categories_retrieve'> = (context, { params, query }) =>
  readCategory(context, sql`category.uuid = ${pathUuid(params.uuid, 'Category')}`, query.field)
