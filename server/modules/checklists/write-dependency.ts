import type { BodyOf } from '../../../contract/index.ts'
import type { QuestionDependency } from '../../../contract/schemas/checklists.ts'
import { jsonText } from '../../../contract/value-fields.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { violatedConstraint, type Transaction } from '../../db/database.ts'
import { allOf, join, sql, when } from '../../db/sql.ts'
import { NonFieldError, NotFound } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { json, link, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject, type Column } from '../../list/selection.ts'
import { findQuestion, requireStaffOrSupport } from './access.ts'
import { reviewCompletions } from './review-completions.ts'

type DependencyWire = Wire<typeof QuestionDependency>

const joins = sql`
  join question on question.id = question_dependency.question_id
  join question as other on other.id = question_dependency.depends_on_question_id`

const columns = perOrigin<DependencyWire>(({ origin }) => ({
  uuid: uuid(sql`question_dependency.uuid`),
  url: link(origin, 'checklists-admin-question-dependencies', sql`question_dependency.uuid`),
  question: link(origin, 'checklists-admin-questions', sql`question.uuid`),
  question_uuid: uuid(sql`question.uuid`),
  depends_on_question: link(origin, 'checklists-admin-questions', sql`other.uuid`),
  depends_on_question_uuid: uuid(sql`other.uuid`),
  required_answer_value: json(sql`question_dependency.required_answer_value`),
  operator: text(sql`question_dependency.operator`) as Column<DependencyWire['operator']>,
}))

const read = async (context: Context, id: string): Promise<DependencyWire> => {
  const dependency = await readObject(
    context,
    sql`from question_dependency ${joins} where question_dependency.id = ${id}`,
    columns(context),
  )
  if (!dependency) throw new NotFound('QuestionDependency')
  return dependency
}

export const listDependencies: Handler<'checklists_admin_question_dependencies_list'> = (context, { query }) => {
  requireStaffOrSupport(context)
  return listPage(
    context,
    {
      candidates: sql`
        from question_dependency ${joins}
        where ${allOf([
          when(query.question_uuid, (value) => sql`question.uuid = ${value}`),
          when(query.depends_on_question_uuid, (value) => sql`other.uuid = ${value}`),
        ])}
      `,
      id: sql`question_dependency.id`,
      order: sql`question_dependency.id`,
      source: sql`join question_dependency on question_dependency.id = page.id ${joins}`,
      columns: columns(context),
    },
    query,
  )
}

export const retrieveDependency: Handler<'checklists_admin_question_dependencies_retrieve'> = (context) => {
  requireStaffOrSupport(context)
  return read(context, context.target.id)
}

/** Refuses what would make a ring (C-215). The lock makes two dependencies of a checklist follow each other. */
const requireNoRing = async (
  db: Transaction,
  question: { id: string; checklist_id: string },
  other: { id: string; checklist_id: string },
): Promise<void> => {
  if (question.checklist_id !== other.checklist_id) {
    throw new NonFieldError('Both questions must belong to the same checklist.')
  }
  await db.one(sql`select 1 as locked from checklist where id = ${question.checklist_id} for no key update`)
  const ring = await db.maybeOne(sql`
    with recursive above (id) as (
      select ${other.id}::bigint
      union
      select question_dependency.depends_on_question_id
      from question_dependency join above on question_dependency.question_id = above.id
    )
    select 1 from above where id = ${question.id}::bigint
  `)
  if (ring) throw new NonFieldError('Questions may not depend on each other in a ring.')
}

const checklistOf = async (db: Transaction, dependencyId: string): Promise<string> => {
  const found = await db.maybeOne<{ checklist_id: string }>(sql`
    select question.checklist_id from question_dependency ${joins} where question_dependency.id = ${dependencyId}
    for update of question_dependency
  `)
  if (!found) throw new NotFound('QuestionDependency')
  return found.checklist_id
}

export const createDependency = resolving(
  'checklists_admin_question_dependencies_create',
  { body: { question: findQuestion, depends_on_question: findQuestion } },
  async (context, { body }) => {
    const { db } = context
    const { question, depends_on_question: other } = body
    await requireNoRing(db, question, other)
    const { id } = await db
      .one<{ id: string }>(
        sql`
          insert into question_dependency (question_id, depends_on_question_id, required_answer_value, operator)
          values (
            ${question.id}, ${other.id}, ${jsonText(body.required_answer_value)}::jsonb, ${body.operator ?? 'equals'}
          )
          returning id
        `,
      )
      .catch((error: unknown) => {
        throw violatedConstraint(error) === 'question_dependency_question_id_depends_on_question_id_key'
          ? new NonFieldError('The fields question, depends_on_question must make a unique set.')
          : error
      })
    await reviewCompletions(db, question.checklist_id)
    const created = await read(context, id)
    return new Reply(201, created, { location: created.url })
  },
)

export const updateDependency = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'checklists_admin_question_dependencies_partial_update'> },
) => {
  const { db, target } = context
  const assignments = [
    when(body.required_answer_value, (value) => sql`required_answer_value = ${jsonText(value)}::jsonb`),
    when(body.operator, (value) => sql`operator = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  if (assignments.length > 0) {
    await db.run(sql`update question_dependency set ${join(assignments)} where id = ${target.id}`)
    await reviewCompletions(db, await checklistOf(db, target.id))
  }
  return read(context, target.id)
}

export const destroyDependency: Handler<'checklists_admin_question_dependencies_destroy'> = async ({ db, target }) => {
  const checklistId = await checklistOf(db, target.id)
  await db.run(sql`delete from question_dependency where id = ${target.id}`)
  await reviewCompletions(db, checklistId)
}
