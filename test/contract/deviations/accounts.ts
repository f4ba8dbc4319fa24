import type { Deviations } from './deviations.ts'

/** What a question accepts as files: lists of texts, where the contract says anything. */
const fileRules = (component: string): Deviations =>
  Object.fromEntries(
    ['allowed_file_types', 'allowed_mime_types'].map((field) => [
      `schemas/${component}/${field}`,
      ['array<string>', 'C-218'] as const,
    ]),
  )

export const accountsDeviations: Deviations = {
  // A body that is a list is documented where it is used, not as a component.
  'operations/marketplace_offering_users_submit_answers/bodies/application/json': ['array<object>', 'C-219'],
  'schemas/AnswerSubmitRequest/question_uuid': [undefined, 'C-219'],
  'schemas/AnswerSubmitRequest/answer_data': [undefined, 'C-219'],
  'schemas/CourseAccount/project_start_date': ['string:date | null*', 'C-037'],
  'schemas/CourseAccount/project_end_date': ['string:date | null*', 'C-037'],
  ...fileRules('QuestionAdminRequest'),
  ...fileRules('PatchedQuestionAdminRequest'),
}
