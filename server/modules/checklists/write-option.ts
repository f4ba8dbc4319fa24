import type { BodyOf } from '../../../contract/index.ts'
import type { QuestionOptionsAdmin } from '../../../contract/schemas/checklists.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, join, sql, when } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { link, smallNumber, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'
import { findQuestion, given, requireStaffOrSupport } from './access.ts'

type OptionWire = Wire<typeof QuestionOptionsAdmin>

const joins = sql`join question on question.id = question_option.question_id`

const columns = perOrigin<OptionWire>(({ origin }) => ({
  uuid: uuid(sql`question_option.uuid`),
  label: text(sql`question_option.label`),
  order: smallNumber(sql`question_option.sort_order`),
  url: link(origin, 'checklists-admin-question-options', sql`question_option.uuid`),
  question: link(origin, 'checklists-admin-questions', sql`question.uuid`),
  question_uuid: uuid(sql`question.uuid`),
}))

const read = async (context: Context, id: string): Promise<OptionWire> => {
  const option = await readObject(
    context,
    sql`from question_option ${joins} where question_option.id = ${id}`,
    columns(context),
  )
  if (!option) throw new NotFound('QuestionOption')
  return option
}

export const listOptions: Handler<'checklists_admin_question_options_list'> = (context, { query }) => {
  requireStaffOrSupport(context)
  return listPage(
    context,
    {
      candidates: sql`
        from question_option ${joins}
        where ${allOf([when(query.question_uuid, (value) => sql`question.uuid = ${value}`)])}
      `,
      id: sql`question_option.id`,
      order: sql`question_option.question_id, question_option.sort_order, question_option.id`,
      source: sql`join question_option on question_option.id = page.id ${joins}`,
      columns: columns(context),
    },
    query,
  )
}

export const retrieveOption: Handler<'checklists_admin_question_options_retrieve'> = (context) => {
  requireStaffOrSupport(context)
  return read(context, context.target.id)
}

export const createOption = resolving(
  'checklists_admin_question_options_create',
  { body: { question: findQuestion } },
  async (context, { body }) => {
    const { id } = await context.db.one<{ id: string }>(sql`
      insert into question_option (question_id, label, sort_order)
      values (${body.question.id}, ${body.label}, ${body.order ?? 0}) returning id
    `)
    const created = await read(context, id)
    return new Reply(201, created, { location: created.url })
  },
)

export const updateOption = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'checklists_admin_question_options_partial_update'> },
) => {
  const { db, target } = context
  const assignments = given({ label: body.label, sort_order: body.order })
  if (assignments.length > 0) {
    await db.run(sql`
      update question_option set ${join(assignments.map(({ column, value }) => sql`${column} = ${value}`))}
      where id = ${target.id}
    `)
  }
  return read(context, target.id)
}

/** Answers that chose it keep its uuid. */
export const destroyOption: Handler<'checklists_admin_question_options_destroy'> = async ({ db, target }) => {
  const deleted = await db.run(sql`delete from question_option where id = ${target.id}`)
  if (deleted === 0) throw new NotFound('QuestionOption')
}
