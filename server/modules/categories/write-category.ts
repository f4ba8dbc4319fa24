import { randomUUID } from 'node:crypto'
import type { BodyOf } from '../../../contract/index.ts'
import type { WriteContext } from '../../context.ts'
import { violatedConstraint, type Transaction } from '../../db/database.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { Conflict, NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { dropIcon, storeIcon } from './icon.ts'
import { readCategory } from './list-categories.ts'

type Changes = BodyOf<'marketplace_categories_partial_update'>

const FLAGS = ['default_vm_category', 'default_volume_category', 'default_tenant_category'] as const

/** Which index says that another category is the default of a kind already. */
const asSecondDefault = (error: unknown): never => {
  const flag = FLAGS.find((name) => violatedConstraint(error) === `category_${name}_key`)
  throw flag === undefined ? error : new ValidationError({ [flag]: ['Another category is the default of this kind.'] })
}

const findGroup = async (db: Transaction, link: string | null | undefined): Promise<string | null | undefined> => {
  if (link === null || link === undefined) return link
  const uuid = linkedUuid(link, 'marketplace-category-groups', 'group')
  const row = await db.maybeOne<{ id: string }>(sql`select id from category_group where uuid = ${uuid} for key share`)
  if (!row) throw unknownLink('group')
  return row.id
}

/** The columns that the body names. */
const given = async (context: WriteContext, uuid: string, body: Changes) => {
  const values = {
    title: body.title,
    description: body.description,
    default_vm_category: body.default_vm_category,
    default_volume_category: body.default_volume_category,
    default_tenant_category: body.default_tenant_category,
    group_id: await findGroup(context.db, body.group),
    icon_id: await storeIcon(context, 'category', uuid, body.icon),
  }
  const columns = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name: raw(name), value }))
  return { columns, icon: values.icon_id }
}

export const createCategory: Handler<'marketplace_categories_create'> = async (context, { body }) => {
  const uuid = randomUUID()
  const { columns } = await given(context, uuid, body)
  await context.db
    .run(
      sql`
        insert into category (${join([raw('uuid'), ...columns.map(({ name }) => name)])})
        values (${join([uuid, ...columns.map(({ value }) => value)])})
      `,
    )
    .catch(asSecondDefault)
  const category = await readCategory(context, sql`category.uuid = ${uuid}`)
  return new Reply(201, category, { location: category.url ?? '' })
}

/** PUT resets nothing that is not sent. */
export const updateCategory = async (context: WriteContext & OfTarget, { body }: { body: Changes }) => {
  const { db, target } = context
  const old = await db.maybeOne<{ icon_id: string | null }>(sql`
    select icon_id from category where id = ${target.id} for no key update
  `)
  if (!old) throw new NotFound('Category')
  const { columns, icon } = await given(context, target.uuid, body)
  await db
    .run(
      sql`
        update category
        set ${join([sql`modified = now()`, ...columns.map(({ name, value }) => sql`${name} = ${value}`)])}
        where id = ${target.id}
      `,
    )
    .catch(asSecondDefault)
  await dropIcon(context, old.icon_id, icon)
  return readCategory(context, sql`category.id = ${target.id}`)
}

/** C-168: offerings do not go with their category. */
export const destroyCategory: Handler<'marketplace_categories_destroy'> = async (context) => {
  const { db, target } = context
  // No offering can be put into it from here on.
  const category = await db.maybeOne<{ icon_id: string | null }>(sql`
    select icon_id from category where id = ${target.id} for update
  `)
  if (!category) throw new NotFound('Category')
  const { has_offerings } = await db.one<{ has_offerings: boolean }>(sql`
    select exists (select 1 from offering where category_id = ${target.id}) as has_offerings
  `)
  if (has_offerings) throw new Conflict('Cannot delete category with existing offerings.')
  await db.run(sql`delete from category where id = ${target.id}`)
  await dropIcon(context, category.icon_id, null)
}
