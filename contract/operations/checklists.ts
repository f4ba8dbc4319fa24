import { z } from 'zod'
import { boolField, ignoredLinkField, linkField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { boolParam, choiceParam, choicesParam, uuidParam } from '../params.ts'
import {
  Checklist,
  ChecklistOperators,
  ChecklistTypeEnum,
  DependencyLogicOperatorEnum,
  QuestionAdmin,
  QuestionDependency,
  QuestionOptionsAdmin,
  QuestionTypeEnum,
} from '../schemas/checklists.ts'
import { choiceField, decimalField, integerField, jsonField, listField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const CHECKLISTS = '/api/checklists-admin/'
const QUESTIONS = '/api/checklists-admin-questions/'
const OPTIONS = '/api/checklists-admin-question-options/'
const DEPENDENCIES = '/api/checklists-admin-question-dependencies/'

const lists = { tag: 'checklists-admin' } as const
const questions = { tag: 'checklists-admin-questions' } as const
const options = { tag: 'checklists-admin-question-options' } as const
const dependencies = { tag: 'checklists-admin-question-dependencies', addition: true } as const

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const MAX_INT = 2_147_483_647
const naturalField = () => integerField({ min: 0, max: MAX_INT })
const boundField = () => nullable(decimalField({ digits: 20, places: 4 }))
/** One of the operators, or none. */
const operatorField = () =>
  choiceField([...ChecklistOperators.options, '']).meta({ oneOf: [ref('ChecklistOperators'), ref('BlankEnum')] })
/** Any JSON value, null included. */
const anyField = () => jsonField().meta({ anyOf: [{}, { type: 'null' }] })

/** Any JSON value but null. */
const answerValueField = () =>
  z.unknown().transform((value, context) => {
    const parsed = jsonField().safeParse(value)
    if (parsed.success && value !== undefined && value !== null) return value
    const missing = value === undefined ? 'This field is required.' : 'This field may not be null.'
    context.addIssue({ code: 'custom', message: parsed.error?.issues[0]?.message ?? missing })
    return z.NEVER
  })

const typeFilters = {
  checklist_type: choiceParam(ChecklistTypeEnum.options, 'ChecklistTypeEnum'),
  checklist_type__in: choicesParam(ChecklistTypeEnum.options, 'ChecklistTypeEnum'),
}

const checklistFields = z.object({
  name: textField({ max: 150, blank: false }),
  description: textField({ max: 4096 }).optional(),
  checklist_type: choiceField(ChecklistTypeEnum.options).meta(ref('ChecklistTypeEnum')).optional(),
})

const questionFields = z.object({
  checklist: linkField(),
  description: textField({ max: 4096 }).optional(),
  question_type: choiceField(QuestionTypeEnum.options).meta(ref('QuestionTypeEnum')).optional(),
  required: boolField().optional(),
  order: naturalField().optional(),
  user_guidance: textField().optional(),
  min_value: boundField().optional(),
  max_value: boundField().optional(),
  allowed_file_types: listField(textField({ blank: false })).optional(),
  allowed_mime_types: listField(textField({ blank: false })).optional(),
  max_file_size_mb: nullable(naturalField()).optional(),
  max_files_count: nullable(naturalField()).optional(),
  operator: operatorField().optional(),
  review_answer_value: anyField().optional(),
  always_requires_review: boolField().optional(),
  guidance_answer_value: anyField().optional(),
  guidance_operator: operatorField().optional(),
  always_show_guidance: boolField().optional(),
  dependency_logic_operator: choiceField(DependencyLogicOperatorEnum.options)
    .meta(ref('DependencyLogicOperatorEnum'))
    .optional(),
})

/** A question stays in its checklist, and what belongs to a question with it (C-216). */
const questionChanges = questionFields.extend({ checklist: ignoredLinkField() })

const optionFields = z.object({
  question: linkField(),
  label: textField({ max: 255, blank: false }),
  order: naturalField().optional(),
})

const optionChanges = optionFields.extend({ question: ignoredLinkField() })

const dependencyFields = z.object({
  question: linkField(),
  depends_on_question: linkField(),
  required_answer_value: answerValueField(),
  operator: choiceField(ChecklistOperators.options).optional(),
})

const dependencyChanges = dependencyFields.extend({
  question: ignoredLinkField(),
  depends_on_question: ignoredLinkField(),
})

export const checklistOperations = {
  checklists_admin_list: operation({
    ...lists,
    method: 'get',
    path: CHECKLISTS,
    summary: 'List checklists',
    query: listQuery(typeFilters),
    success: ok(z.array(Checklist)),
    count: { operationId: 'checklists_admin_count' },
  }),
  checklists_admin_create: operation({
    ...lists,
    method: 'post',
    path: CHECKLISTS,
    summary: 'Make a checklist',
    body: jsonBody('ChecklistRequest', checklistFields, true),
    success: { status: 201, schema: Checklist },
  }),
  checklists_admin_retrieve: operation({
    ...lists,
    method: 'get',
    path: `${CHECKLISTS}{uuid}/`,
    summary: 'Get a checklist',
    success: ok(Checklist),
  }),
  checklists_admin_update: operation({
    ...lists,
    method: 'put',
    path: `${CHECKLISTS}{uuid}/`,
    summary: 'Replace a checklist',
    body: jsonBody('ChecklistRequest', checklistFields, true),
    success: ok(Checklist),
  }),
  checklists_admin_partial_update: operation({
    ...lists,
    method: 'patch',
    path: `${CHECKLISTS}{uuid}/`,
    summary: 'Change a checklist',
    body: jsonBody('PatchedChecklistRequest', checklistFields.partial()),
    success: ok(Checklist),
  }),
  checklists_admin_destroy: operation({
    ...lists,
    method: 'delete',
    path: `${CHECKLISTS}{uuid}/`,
    summary: 'Delete a checklist with its questions and answers',
    success: { status: 204 },
  }),
  checklists_admin_checklist_questions: operation({
    ...lists,
    method: 'get',
    path: `${CHECKLISTS}{uuid}/questions/`,
    summary: 'List the questions of a checklist',
    // As published; there is but one checklist to filter.
    query: listQuery(typeFilters),
    success: ok(z.array(QuestionAdmin)),
    count: { operationId: 'checklists_admin_checklist_questions_count' },
  }),
  checklists_admin_questions_list: operation({
    ...questions,
    method: 'get',
    path: QUESTIONS,
    summary: 'List questions',
    query: listQuery({
      checklist_type: choiceParam(ChecklistTypeEnum.options, 'ChecklistTypeEnum'),
      checklist_uuid: uuidParam(),
      has_onboarding_mapping: boolParam(),
    }),
    success: ok(z.array(QuestionAdmin)),
    count: { operationId: 'checklists_admin_questions_count' },
  }),
  checklists_admin_questions_create: operation({
    ...questions,
    method: 'post',
    path: QUESTIONS,
    summary: 'Add a question to a checklist',
    body: jsonBody('QuestionAdminRequest', questionFields, true),
    success: { status: 201, schema: QuestionAdmin },
  }),
  checklists_admin_questions_retrieve: operation({
    ...questions,
    method: 'get',
    path: `${QUESTIONS}{uuid}/`,
    summary: 'Get a question',
    success: ok(QuestionAdmin),
  }),
  checklists_admin_questions_update: operation({
    ...questions,
    method: 'put',
    path: `${QUESTIONS}{uuid}/`,
    summary: 'Replace a question',
    body: jsonBody('QuestionAdminRequest', questionChanges, true),
    success: ok(QuestionAdmin),
  }),
  checklists_admin_questions_partial_update: operation({
    ...questions,
    method: 'patch',
    path: `${QUESTIONS}{uuid}/`,
    summary: 'Change a question',
    body: jsonBody('PatchedQuestionAdminRequest', questionChanges.partial()),
    success: ok(QuestionAdmin),
  }),
  checklists_admin_questions_destroy: operation({
    ...questions,
    method: 'delete',
    path: `${QUESTIONS}{uuid}/`,
    summary: 'Delete a question with its answers',
    success: { status: 204 },
  }),
  checklists_admin_question_options_list: operation({
    ...options,
    method: 'get',
    path: OPTIONS,
    summary: 'List choices of questions',
    query: listQuery({ question_uuid: uuidParam() }),
    success: ok(z.array(QuestionOptionsAdmin)),
    count: { operationId: 'checklists_admin_question_options_count' },
  }),
  checklists_admin_question_options_create: operation({
    ...options,
    method: 'post',
    path: OPTIONS,
    summary: 'Add a choice to a question',
    body: jsonBody('QuestionOptionsAdminRequest', optionFields, true),
    success: { status: 201, schema: QuestionOptionsAdmin },
  }),
  checklists_admin_question_options_retrieve: operation({
    ...options,
    method: 'get',
    path: `${OPTIONS}{uuid}/`,
    summary: 'Get a choice',
    success: ok(QuestionOptionsAdmin),
  }),
  checklists_admin_question_options_update: operation({
    ...options,
    method: 'put',
    path: `${OPTIONS}{uuid}/`,
    summary: 'Replace a choice',
    body: jsonBody('QuestionOptionsAdminRequest', optionChanges, true),
    success: ok(QuestionOptionsAdmin),
  }),
  checklists_admin_question_options_partial_update: operation({
    ...options,
    method: 'patch',
    path: `${OPTIONS}{uuid}/`,
    summary: 'Change a choice',
    body: jsonBody('PatchedQuestionOptionsAdminRequest', optionChanges.partial()),
    success: ok(QuestionOptionsAdmin),
  }),
  checklists_admin_question_options_destroy: operation({
    ...options,
    method: 'delete',
    path: `${OPTIONS}{uuid}/`,
    summary: 'Delete a choice',
    success: { status: 204 },
  }),
  checklists_admin_question_dependencies_list: operation({
    ...dependencies,
    method: 'get',
    path: DEPENDENCIES,
    summary: 'List dependencies between questions',
    query: listQuery({ question_uuid: uuidParam(), depends_on_question_uuid: uuidParam() }),
    success: ok(z.array(QuestionDependency)),
    count: { operationId: 'checklists_admin_question_dependencies_count' },
  }),
  checklists_admin_question_dependencies_create: operation({
    ...dependencies,
    method: 'post',
    path: DEPENDENCIES,
    summary: 'Show a question only with a certain answer to another one',
    body: jsonBody('QuestionDependencyRequest', dependencyFields, true),
    success: { status: 201, schema: QuestionDependency },
  }),
  checklists_admin_question_dependencies_retrieve: operation({
    ...dependencies,
    method: 'get',
    path: `${DEPENDENCIES}{uuid}/`,
    summary: 'Get a dependency',
    success: ok(QuestionDependency),
  }),
  checklists_admin_question_dependencies_update: operation({
    ...dependencies,
    method: 'put',
    path: `${DEPENDENCIES}{uuid}/`,
    summary: 'Replace a dependency',
    body: jsonBody('QuestionDependencyRequest', dependencyChanges, true),
    success: ok(QuestionDependency),
  }),
  checklists_admin_question_dependencies_partial_update: operation({
    ...dependencies,
    method: 'patch',
    path: `${DEPENDENCIES}{uuid}/`,
    summary: 'Change a dependency',
    body: jsonBody('PatchedQuestionDependencyRequest', dependencyChanges.partial()),
    success: ok(QuestionDependency),
  }),
  checklists_admin_question_dependencies_destroy: operation({
    ...dependencies,
    method: 'delete',
    path: `${DEPENDENCIES}{uuid}/`,
    summary: 'Delete a dependency',
    success: { status: 204 },
  }),
} as const
