import type { BodyOf } from '../../../contract/index.ts'
import type { Checklist } from '../../../contract/schemas/checklists.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, join, sql, when } from '../../db/sql.ts'
import { Conflict, NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { count, link, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject, type Column } from '../../list/selection.ts'
import { given, requireStaffOrSupport } from './access.ts'

type ChecklistWire = Wire<typeof Checklist>

const columns = perOrigin<ChecklistWire>(({ origin }) => ({
  uuid: uuid(sql`checklist.uuid`),
  url: link(origin, 'checklists-admin', sql`checklist.uuid`),
  name: text(sql`checklist.name`),
  description: text(sql`checklist.description`),
  checklist_type: text(sql`checklist.checklist_type`) as Column<ChecklistWire['checklist_type']>,
  questions_count: count(sql`(select count(*) from question where question.checklist_id = checklist.id)`),
}))

const read = async (context: Context, id: string): Promise<ChecklistWire> => {
  const checklist = await readObject(context, sql`from checklist where checklist.id = ${id}`, columns(context))
  if (!checklist) throw new NotFound('Checklist')
  return checklist
}

export const listChecklists: Handler<'checklists_admin_list'> = (context, { query }) => {
  requireStaffOrSupport(context)
  return listPage(
    context,
    {
      candidates: sql`
        from checklist where ${allOf([
          when(query.checklist_type, (type) => sql`checklist.checklist_type = ${type}`),
          when(query.checklist_type__in, (types) => sql`checklist.checklist_type = any(${types}::text[])`),
        ])}
      `,
      id: sql`checklist.id`,
      order: sql`checklist.checklist_type, checklist.name, checklist.id`,
      source: sql`join checklist on checklist.id = page.id`,
      columns: columns(context),
    },
    query,
  )
}

export const retrieveAdminChecklist: Handler<'checklists_admin_retrieve'> = (context) => {
  requireStaffOrSupport(context)
  return read(context, context.target.id)
}

export const createChecklist: Handler<'checklists_admin_create'> = async (context, { body }) => {
  const fields = given(body)
  const { id } = await context.db.one<{ id: string }>(sql`
    insert into checklist (${join(fields.map(({ column }) => column))})
    values (${join(fields.map(({ value }) => value))}) returning id
  `)
  const created = await read(context, id)
  return new Reply(201, created, { location: created.url })
}

/** C-217: the type stays while offerings use the checklist, for which there is but one. */
export const updateChecklist = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'checklists_admin_partial_update'> },
) => {
  const { db, target } = context
  const checklist = await db.maybeOne<{ checklist_type: string; is_used: boolean }>(sql`
    select checklist_type, exists (select 1 from offering where compliance_checklist_id = checklist.id) as is_used
    from checklist where id = ${target.id} for update
  `)
  if (!checklist) throw new NotFound('Checklist')
  if (checklist.is_used && body.checklist_type !== undefined && body.checklist_type !== checklist.checklist_type) {
    throw new ValidationError({ checklist_type: ['Offerings use this checklist.'] })
  }
  const assignments = given(body).map(({ column, value }) => sql`${column} = ${value}`)
  await db.run(sql`update checklist set ${join([sql`modified = now()`, ...assignments])} where id = ${target.id}`)
  return read(context, target.id)
}

/** C-234: not while offerings use it. Questions, completions and answers go with it. */
export const destroyChecklist: Handler<'checklists_admin_destroy'> = async ({ db, target }) => {
  await db.run(sql`select 1 from checklist where id = ${target.id} for update`)
  const used = await db.maybeOne(sql`select 1 from offering where compliance_checklist_id = ${target.id} limit 1`)
  if (used) throw new Conflict('Offerings use this checklist.')
  const deleted = await db.run(sql`delete from checklist where id = ${target.id}`)
  if (deleted === 0) throw new NotFound('Checklist')
}
