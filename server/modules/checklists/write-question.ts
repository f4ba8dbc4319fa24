import type { QuestionAdmin } from '../../../contract/schemas/checklists.ts'
import type { BodyOf } from '../../../contract/index.ts'
import { compareDecimals } from '../../../contract/decimals.ts'
import { jsonText } from '../../../contract/value-fields.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, isoUuid, join, raw, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { flag, json, link, nullableNumber, nullableText, smallNumber, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject, type Column } from '../../list/selection.ts'
import { findChecklist, given, requireStaffOrSupport } from './access.ts'
import { reviewCompletions } from './review-completions.ts'

type QuestionWire = Wire<typeof QuestionAdmin>

const joins = sql`join checklist on checklist.id = question.checklist_id`

const optionsJson = (origin: string): Sql => sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'uuid', ${isoUuid(sql`question_option.uuid`)},
    'label', question_option.label,
    'order', question_option.sort_order,
    'url', ${origin} || '/api/checklists-admin-question-options/' || ${isoUuid(sql`question_option.uuid`)} || '/',
    'question', ${origin} || '/api/checklists-admin-questions/' || ${isoUuid(sql`question.uuid`)} || '/',
    'question_uuid', ${isoUuid(sql`question.uuid`)}
  ) order by question_option.sort_order, question_option.id), '[]')
  from question_option where question_option.question_id = question.id
)`

const columns = perOrigin<QuestionWire>(({ origin }) => ({
  uuid: uuid(sql`question.uuid`),
  required: flag(sql`question.required`),
  description: text(sql`question.description`),
  user_guidance: text(sql`question.user_guidance`),
  question_type: text(sql`question.question_type`) as Column<QuestionWire['question_type']>,
  order: smallNumber(sql`question.sort_order`),
  min_value: nullableText(sql`question.min_value::text`),
  max_value: nullableText(sql`question.max_value::text`),
  allowed_file_types: json(sql`question.allowed_file_types`),
  allowed_mime_types: json(sql`question.allowed_mime_types`),
  max_file_size_mb: nullableNumber(sql`question.max_file_size_mb`),
  max_files_count: nullableNumber(sql`question.max_files_count`),
  operator: text(sql`question.operator`) as Column<QuestionWire['operator']>,
  review_answer_value: json(sql`question.review_answer_value`),
  always_requires_review: flag(sql`question.always_requires_review`),
  guidance_answer_value: json(sql`question.guidance_answer_value`),
  guidance_operator: text(sql`question.guidance_operator`) as Column<QuestionWire['guidance_operator']>,
  always_show_guidance: flag(sql`question.always_show_guidance`),
  dependency_logic_operator: text(sql`question.dependency_logic_operator`) as Column<
    QuestionWire['dependency_logic_operator']
  >,
  question_options: json(optionsJson(origin)),
  url: link(origin, 'checklists-admin-questions', sql`question.uuid`),
  checklist_name: text(sql`checklist.name`),
  checklist_uuid: uuid(sql`checklist.uuid`),
  checklist_type: text(sql`checklist.checklist_type`),
  checklist: link(origin, 'checklists-admin', sql`checklist.uuid`),
}))

const read = async (context: Context, id: string): Promise<QuestionWire> => {
  const question = await readObject(context, sql`from question ${joins} where question.id = ${id}`, columns(context))
  if (!question) throw new NotFound('Question')
  return question
}

const list = (context: Context, conditions: readonly (Sql | undefined)[], query: Parameters<typeof listPage>[2]) =>
  listPage(
    context,
    {
      candidates: sql`from question ${joins} where ${allOf(conditions)}`,
      id: sql`question.id`,
      order: sql`question.checklist_id, question.sort_order, question.id`,
      source: sql`join question on question.id = page.id ${joins}`,
      columns: columns(context),
    },
    query,
  )

export const listQuestions: Handler<'checklists_admin_questions_list'> = (context, { query }) => {
  requireStaffOrSupport(context)
  return list(
    context,
    [
      when(query.checklist_type, (type) => sql`checklist.checklist_type = ${type}`),
      when(query.checklist_uuid, (value) => sql`checklist.uuid = ${value}`),
      // Answers fill in no form of an onboarding here.
      when(query.has_onboarding_mapping, (wanted) => sql`${!wanted}`),
    ],
    query,
  )
}

export const listChecklistQuestions: Handler<'checklists_admin_checklist_questions'> = (context, { query }) => {
  requireStaffOrSupport(context)
  return list(context, [sql`question.checklist_id = ${context.target.id}`], query)
}

export const retrieveQuestion: Handler<'checklists_admin_questions_retrieve'> = (context) => {
  requireStaffOrSupport(context)
  return read(context, context.target.id)
}

const JSON_COLUMNS = ['allowed_file_types', 'allowed_mime_types', 'review_answer_value', 'guidance_answer_value']

const columnsOf = ({ order, checklist: _fixed, ...rest }: BodyOf<'checklists_admin_questions_partial_update'>) => {
  const plain = Object.entries(rest).filter(([name]) => !JSON_COLUMNS.includes(name))
  const stored = Object.entries(rest)
    .filter(([name, value]) => JSON_COLUMNS.includes(name) && value !== undefined)
    .map(([name, value]) => ({
      column: raw(name),
      value: value === null ? sql`null` : sql`${jsonText(value)}::jsonb`,
    }))
  return [...given({ ...Object.fromEntries(plain), sort_order: order }), ...stored]
}

interface Range {
  min_value?: string | null
  max_value?: string | null
}

const checkRange = ({ min_value: min, max_value: max }: Range): void => {
  if (min != null && max != null && compareDecimals(min, max) > 0) {
    throw new ValidationError({ max_value: ['Ensure this value is greater than or equal to min_value.'] })
  }
}

export const createQuestion = resolving(
  'checklists_admin_questions_create',
  { body: { checklist: findChecklist } },
  async (context, { body: { checklist, ...fields } }) => {
    checkRange(fields)
    const columns = columnsOf(fields)
    const { id } = await context.db.one<{ id: string }>(sql`
      insert into question (${join([raw('checklist_id'), ...columns.map(({ column }) => column)])})
      values (${join([sql`${checklist.id}`, ...columns.map(({ value }) => value)])}) returning id
    `)
    await reviewCompletions(context.db, checklist.id)
    const created = await read(context, id)
    return new Reply(201, created, { location: created.url })
  },
)

export const updateQuestion = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'checklists_admin_questions_partial_update'> },
) => {
  const { db, target } = context
  const question = await db.maybeOne<Range & { question_type: string; is_answered: boolean }>(sql`
    select min_value::text, max_value::text, question_type,
      exists (select 1 from answer where answer.question_id = question.id) as is_answered
    from question where id = ${target.id} for no key update
  `)
  if (!question) throw new NotFound('Question')
  const { min_value = question.min_value, max_value = question.max_value } = body
  checkRange({ min_value, max_value })
  if (question.is_answered && body.question_type !== undefined && body.question_type !== question.question_type) {
    throw new ValidationError({ question_type: ['The type of a question that was answered cannot be changed.'] })
  }
  const assignments = columnsOf(body).map(({ column, value }) => sql`${column} = ${value}`)
  const changed = await db.maybeOne<{ checklist_id: string }>(sql`
    update question set ${join([sql`modified = now()`, ...assignments])} where id = ${target.id} returning checklist_id
  `)
  if (changed) await reviewCompletions(db, changed.checklist_id)
  return read(context, target.id)
}

/** Its answers go with it. */
export const destroyQuestion: Handler<'checklists_admin_questions_destroy'> = async ({ db, target }) => {
  const deleted = await db.maybeOne<{ checklist_id: string }>(sql`
    delete from question where id = ${target.id} returning checklist_id
  `)
  if (!deleted) throw new NotFound('Question')
  await reviewCompletions(db, deleted.checklist_id)
}
