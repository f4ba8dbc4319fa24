import { z } from 'zod'
import { anyJson, bool, double, integer, text, timestamp, url, uuid } from '../wire.ts'
import { BlankEnum } from './projects.ts'

export const ChecklistTypeEnum = z
  .enum([
    'project_compliance',
    'proposal_compliance',
    'offering_compliance',
    'project_metadata',
    'onboarding_customer',
    'onboarding_intent',
  ])
  .meta({ id: 'ChecklistTypeEnum' })

export const QuestionTypeEnum = z
  .enum([
    'boolean',
    'single_select',
    'multi_select',
    'text_input',
    'text_area',
    'number',
    'date',
    'file',
    'multiple_files',
    'phone_number',
    'year',
    'email',
    'url',
    'country',
    'rating',
    'datetime',
  ])
  .meta({ id: 'QuestionTypeEnum' })

export const ChecklistOperators = z
  .enum(['equals', 'not_equals', 'contains', 'in', 'not_in'])
  .meta({ id: 'ChecklistOperators' })

export const DependencyLogicOperatorEnum = z.enum(['and', 'or']).meta({ id: 'DependencyLogicOperatorEnum' })

// Answers to checklists

const completion = {
  uuid: uuid(),
  is_completed: bool(),
  completion_percentage: double(),
  unanswered_required_questions: z.array(anyJson()),
  checklist_name: text(),
  checklist_description: text(),
  created: timestamp(),
  modified: timestamp(),
}

export const ChecklistCompletion = z.object(completion).meta({ id: 'ChecklistCompletion' })

export const ChecklistCompletionReviewer = z
  .object({
    ...completion,
    requires_review: bool(),
    reviewed_by: integer().nullable().optional(),
    reviewed_by_name: text(),
    reviewed_at: timestamp().nullable().optional(),
    review_notes: text().optional(),
    review_trigger_summary: z.array(anyJson()),
  })
  .meta({ id: 'ChecklistCompletionReviewer' })

/** Sixteen digits before the point and four after it, more than prices have. */
const bound = () =>
  z
    .string()
    .refine((value) => /^-?\d{0,16}(?:\.\d{0,4})?$/.test(value), { error: 'is not a decimal' })
    .meta({ format: 'decimal' })

const answerLimits = {
  min_value: bound().nullable(),
  max_value: bound().nullable(),
  allowed_file_types: anyJson(),
  allowed_mime_types: anyJson(),
  max_file_size_mb: integer().nullable(),
  max_files_count: integer().nullable(),
}

const reviewRules = {
  operator: z.union([ChecklistOperators, BlankEnum]).optional(),
  review_answer_value: anyJson().nullable().optional(),
  always_requires_review: bool().optional(),
}

const questionWithAnswer = {
  uuid: uuid(),
  description: text(),
  user_guidance: text().nullable(),
  question_type: QuestionTypeEnum,
  required: bool(),
  order: integer(),
  existing_answer: z.record(z.string(), anyJson()).nullable(),
  question_options: z.array(anyJson()).nullable(),
  ...answerLimits,
  dependencies_info: z.record(z.string(), anyJson()).nullable(),
}

export const QuestionWithAnswer = z.object(questionWithAnswer).meta({ id: 'QuestionWithAnswer' })

export const QuestionWithAnswerReviewer = z
  .object({ ...questionWithAnswer, ...reviewRules })
  .meta({ id: 'QuestionWithAnswerReviewer' })

export const ChecklistResponse = z
  .object({
    checklist: z.record(z.string(), anyJson()),
    completion: ChecklistCompletion,
    questions: z.array(QuestionWithAnswer),
  })
  .meta({ id: 'ChecklistResponse' })

export const ChecklistReviewerResponse = z
  .object({
    checklist: z.record(z.string(), anyJson()),
    completion: ChecklistCompletionReviewer,
    questions: z.array(QuestionWithAnswerReviewer),
  })
  .meta({ id: 'ChecklistReviewerResponse' })

export const AnswerSubmitResponse = z
  .object({
    detail: text(),
    completion: ChecklistCompletion,
  })
  .meta({ id: 'AnswerSubmitResponse' })

// Checklists themselves

const question = {
  uuid: uuid(),
  required: bool().optional(),
  description: text().optional(),
  user_guidance: text().optional(),
  question_type: QuestionTypeEnum.optional(),
  order: integer().optional(),
  ...z.object(answerLimits).partial().shape,
  ...reviewRules,
  guidance_answer_value: anyJson().nullable().optional(),
  guidance_operator: z.union([ChecklistOperators, BlankEnum]).optional(),
  always_show_guidance: bool().optional(),
  dependency_logic_operator: DependencyLogicOperatorEnum.optional(),
}

const questionOption = {
  uuid: uuid(),
  label: text(),
  order: integer().optional(),
}

export const QuestionOptions = z.object(questionOption).meta({ id: 'QuestionOptions' })

export const Question = z.object({ ...question, question_options: z.array(QuestionOptions) }).meta({ id: 'Question' })

export const ChecklistTemplate = z
  .object({
    checklist: z.record(z.string(), anyJson()),
    questions: z.array(Question),
    initial_visible_questions: z.array(Question),
  })
  .meta({ id: 'ChecklistTemplate' })

export const Checklist = z
  .object({
    uuid: uuid(),
    url: url(),
    name: text(),
    description: text().optional(),
    checklist_type: ChecklistTypeEnum.optional(),
    questions_count: integer(),
  })
  .meta({ id: 'Checklist' })

export const QuestionOptionsAdmin = z
  .object({ ...questionOption, url: url(), question: url(), question_uuid: uuid() })
  .meta({ id: 'QuestionOptionsAdmin' })

export const QuestionAdmin = z
  .object({
    ...question,
    question_options: z.array(QuestionOptionsAdmin),
    url: url(),
    checklist_name: text(),
    checklist_uuid: uuid(),
    checklist_type: text(),
    checklist: url(),
  })
  .meta({ id: 'QuestionAdmin' })

/** A question is shown when the answer of another one matches. */
export const QuestionDependency = z
  .object({
    uuid: uuid(),
    url: url(),
    question: url(),
    question_uuid: uuid(),
    depends_on_question: url(),
    depends_on_question_uuid: uuid(),
    required_answer_value: anyJson().nullable(),
    operator: ChecklistOperators,
  })
  .meta({ id: 'QuestionDependency' })
