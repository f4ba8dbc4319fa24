import type { z } from 'zod'
import type { DependencyLogicOperatorEnum, QuestionTypeEnum } from '../../../contract/schemas/checklists.ts'
import type { Queryable } from '../../db/database.ts'
import { empty, sql } from '../../db/sql.ts'
import type { Dependency, Operator } from './rules.ts'

export interface Question {
  id: string
  uuid: string
  description: string
  required: boolean
  sort_order: number
  question_type: z.output<typeof QuestionTypeEnum>
  min_value: string | null
  max_value: string | null
  allowed_file_types: unknown
  allowed_mime_types: unknown
  max_file_size_mb: number | null
  max_files_count: number | null
  operator: Operator
  review_answer_value: unknown
  always_requires_review: boolean
  user_guidance: string
  guidance_answer_value: unknown
  guidance_operator: Operator
  always_show_guidance: boolean
  dependency_logic_operator: z.output<typeof DependencyLogicOperatorEnum>
  options: { uuid: string; label: string; sort_order: number }[]
  dependencies: (Dependency & { uuid: string; depends_on_uuid: string; description: string })[]
}

const options = sql`(
  select coalesce(json_agg(json_build_object(
    'uuid', question_option.uuid, 'label', question_option.label, 'sort_order', question_option.sort_order
  ) order by question_option.sort_order, question_option.id), '[]')
  from question_option where question_option.question_id = question.id
)`

const dependencies = sql`(
  select coalesce(json_agg(json_build_object(
    'uuid', question_dependency.uuid, 'depends_on_id', other.id::text, 'depends_on_uuid', other.uuid,
    'description', other.description, 'operator', question_dependency.operator,
    'required_answer_value', question_dependency.required_answer_value
  ) order by question_dependency.id), '[]')
  from question_dependency join question as other on other.id = question_dependency.depends_on_question_id
  where question_dependency.question_id = question.id
)`

/** The questions of a checklist in its order; `lock` keeps them from being deleted meanwhile. */
export const loadQuestions = (db: Queryable, checklistId: string, lock = false): Promise<Question[]> =>
  db.rows<Question>(sql`
    select question.*, question.min_value::text, question.max_value::text,
      ${options} as options, ${dependencies} as dependencies
    from question where question.checklist_id = ${checklistId}
    order by question.sort_order, question.id ${lock ? sql`for key share of question` : empty}
  `)

export interface StoredAnswer {
  uuid: string
  question_id: string
  answer_data: unknown
  requires_review: boolean
  created: string
  modified: string
}

/** The answers of a completion, one for a question: the latest, should several users have answered it. */
export const loadAnswers = (db: Queryable, completionId: string | null): Promise<StoredAnswer[]> =>
  db.rows<StoredAnswer>(sql`
    select distinct on (answer.question_id)
      answer.uuid, answer.question_id, answer.answer_data, answer.requires_review, answer.created, answer.modified
    from answer where answer.completion_id = ${completionId}
    order by answer.question_id, answer.modified desc, answer.id desc
  `)

export interface Completion {
  /** Null before anything was stored. */
  id: string | null
  uuid: string
  created: string
  modified: string
  is_completed: boolean
  requires_review: boolean
  reviewed_at: string | null
  review_notes: string
  reviewed_by_name: string
  checklist_id: string
  checklist_uuid: string
  checklist_name: string
  checklist_description: string
}

/**
 * How far an account has come with the checklist of its offering; undefined when that has none. Before anything was
 * stored nothing is done, under the uuid and age of the account (C-207).
 */
export const loadCompletion = (db: Queryable, accountId: string, lock = false): Promise<Completion | undefined> =>
  db.maybeOne<Completion>(sql`
    select completion.id, coalesce(completion.uuid, offering_user.uuid) as uuid,
      coalesce(completion.created, offering_user.created) as created,
      coalesce(completion.modified, offering_user.created) as modified,
      coalesce(completion.is_completed, false) as is_completed,
      coalesce(completion.requires_review, false) as requires_review,
      completion.reviewed_at, coalesce(completion.review_notes, '') as review_notes,
      coalesce(trim(reviewer.first_name || ' ' || reviewer.last_name), '') as reviewed_by_name,
      checklist.id as checklist_id, checklist.uuid as checklist_uuid, checklist.name as checklist_name,
      checklist.description as checklist_description
    from offering_user
    join offering on offering.id = offering_user.offering_id
    join checklist on checklist.id = offering.compliance_checklist_id
    left join checklist_completion as completion on completion.content_type = 'offering_user'
      and completion.object_id = offering_user.id and completion.checklist_id = checklist.id
    left join app_user as reviewer on reviewer.id = completion.reviewed_by_id
    where offering_user.id = ${accountId} ${lock ? sql`for update of offering_user` : empty}
  `)
