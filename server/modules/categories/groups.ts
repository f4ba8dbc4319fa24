import { randomUUID } from 'node:crypto'
import type { BodyOf } from '../../../contract/index.ts'
import type { CategoryGroup } from '../../../contract/schemas/categories.ts'
import type { Context, WriteContext } from '../../context.ts'
import { allOf, contains, join, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { mediaLink } from '../files/index.ts'
import { dropIcon, storeIcon } from './icon.ts'

type GroupWire = Wire<typeof CategoryGroup>

const groupColumns = perOrigin<GroupWire>(({ origin }) => ({
  url: link(origin, 'marketplace-category-groups', sql`category_group.uuid`),
  uuid: uuid(sql`category_group.uuid`),
  title: text(sql`category_group.title`),
  description: text(sql`category_group.description`),
  icon: mediaLink(origin, sql`category_group.icon_id`),
}))

const readGroup = async (context: Context, condition: Sql, field?: readonly string[]): Promise<GroupWire> => {
  const group = await readObject(context, sql`from category_group where ${condition}`, groupColumns(context), field)
  if (!group) throw new NotFound('CategoryGroup')
  return group
}

export const listCategoryGroups: Handler<'marketplace_category_groups_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from category_group
        where ${allOf([when(query.title, (value) => contains(sql`category_group.title`, value))])}`,
      id: sql`category_group.id`,
      order: sql`category_group.title, category_group.id`,
      source: sql`join category_group on category_group.id = page.id`,
      columns: groupColumns(context),
    },
    query,
  )

export const retrieveCategoryGroup: Handler<'marketplace_category_groups_retrieve'> = (context, { params, query }) =>
  readGroup(context, sql`category_group.uuid = ${pathUuid(params.uuid, 'CategoryGroup')}`, query.field)

export const createCategoryGroup: Handler<'marketplace_category_groups_create'> = async (context, { body }) => {
  const uuid = randomUUID()
  const icon = await storeIcon(context, 'category-group', uuid, body.icon)
  await context.db.run(sql`
    insert into category_group (uuid, title, description, icon_id)
    values (${uuid}, ${body.title}, ${body.description ?? ''}, ${icon ?? null})
  `)
  const group = await readGroup(context, sql`category_group.uuid = ${uuid}`)
  return new Reply(201, group, { location: group.url ?? '' })
}

/** PUT resets nothing that is not sent. */
export const updateCategoryGroup = async (
  context: WriteContext & OfTarget,
  { body }: { body: BodyOf<'marketplace_category_groups_partial_update'> },
): Promise<GroupWire> => {
  const { db, target } = context
  const old = await db.maybeOne<{ icon_id: string | null }>(sql`
    select icon_id from category_group where id = ${target.id} for update
  `)
  if (!old) throw new NotFound('CategoryGroup')
  const icon = await storeIcon(context, 'category-group', target.uuid, body.icon)
  const assignments = [
    sql`modified = now()`,
    when(body.title, (value) => sql`title = ${value}`),
    when(body.description, (value) => sql`description = ${value}`),
    when(icon, (value) => sql`icon_id = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  await db.run(sql`update category_group set ${join(assignments)} where id = ${target.id}`)
  await dropIcon(context, old.icon_id, icon)
  return readGroup(context, sql`category_group.id = ${target.id}`)
}

/** Its categories stay, without a group. */
export const destroyCategoryGroup: Handler<'marketplace_category_groups_destroy'> = async (context) => {
  const { db, target } = context
  const deleted = await db.maybeOne<{ icon_id: string | null }>(sql`
    delete from category_group where id = ${target.id} returning icon_id
  `)
  if (!deleted) throw new NotFound('CategoryGroup')
  await dropIcon(context, deleted.icon_id, null)
}
