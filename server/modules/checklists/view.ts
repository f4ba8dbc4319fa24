import type {
  ChecklistCompletion,
  ChecklistCompletionReviewer,
  Question as QuestionSchema,
  QuestionWithAnswer,
  QuestionWithAnswerReviewer,
} from '../../../contract/schemas/checklists.ts'
import type { Wire } from '../../handler.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'
import type { Completion, Question, StoredAnswer } from './load.ts'
import { answersByQuestion, matches, openQuestions, percentage, visibleQuestions, type Answers } from './rules.ts'

/** A checklist with the answers of one scope. */
export interface Filled {
  completion: Completion
  questions: Question[]
  answers: StoredAnswer[]
}

export const checklistJson = (checklist: { uuid: string; name: string; description: string }) => ({
  uuid: wireUuid(checklist.uuid),
  name: checklist.name,
  description: checklist.description,
})

const SELECTS: readonly string[] = ['single_select', 'multi_select']

const optionsOf = ({ options }: Question) =>
  options.map(({ uuid, label, sort_order }) => ({ uuid: wireUuid(uuid), label, order: sort_order }))

const limitsOf = (question: Question) => ({
  min_value: question.min_value,
  max_value: question.max_value,
  allowed_file_types: question.allowed_file_types,
  allowed_mime_types: question.allowed_mime_types,
  max_file_size_mb: question.max_file_size_mb,
  max_files_count: question.max_files_count,
})

const reviewRulesOf = (question: Question) => ({
  operator: question.operator,
  review_answer_value: question.review_answer_value,
  always_requires_review: question.always_requires_review,
})

/** A question as it is in the checklist. */
export const questionJson = (question: Question): Wire<typeof QuestionSchema> => ({
  uuid: wireUuid(question.uuid),
  required: question.required,
  description: question.description,
  user_guidance: question.user_guidance,
  question_type: question.question_type,
  order: question.sort_order,
  ...limitsOf(question),
  ...reviewRulesOf(question),
  guidance_answer_value: question.guidance_answer_value,
  guidance_operator: question.guidance_operator,
  always_show_guidance: question.always_show_guidance,
  dependency_logic_operator: question.dependency_logic_operator,
  question_options: optionsOf(question),
})

const answerJson = (answer: StoredAnswer) => ({
  uuid: wireUuid(answer.uuid),
  answer_data: answer.answer_data,
  created: wireTimestamp(answer.created),
  modified: wireTimestamp(answer.modified),
})

const dependenciesJson = ({ dependencies, dependency_logic_operator }: Question) =>
  dependencies.length === 0
    ? null
    : {
        operator: dependency_logic_operator,
        dependencies: dependencies.map((dependency) => ({
          uuid: wireUuid(dependency.uuid),
          question_uuid: wireUuid(dependency.depends_on_uuid),
          question_description: dependency.description,
          operator: dependency.operator,
          required_answer_value: dependency.required_answer_value,
        })),
      }

/** Advice is given always, or with an answer that calls for it. */
const guidanceOf = (question: Question, answers: Answers): string | null => {
  const isShown =
    question.always_show_guidance ||
    (answers.has(question.id) &&
      matches(question.guidance_operator, answers.get(question.id), question.guidance_answer_value))
  return isShown ? question.user_guidance : null
}

const withAnswer = (question: Question, answer: StoredAnswer | undefined) => ({
  uuid: wireUuid(question.uuid),
  description: question.description,
  question_type: question.question_type,
  required: question.required,
  order: question.sort_order,
  question_options: SELECTS.includes(question.question_type) ? optionsOf(question) : null,
  ...limitsOf(question),
  dependencies_info: dependenciesJson(question),
  existing_answer: answer === undefined ? null : answerJson(answer),
})

/** Questions and answers as the user sees them: those that are shown, or all of them. */
export const userQuestions = (
  { questions, answers }: Filled,
  includeAll: boolean,
): Wire<typeof QuestionWithAnswer>[] => {
  const given = answersByQuestion(answers)
  const visible = visibleQuestions(questions, given)
  return questions
    .filter(({ id }) => includeAll || visible.has(id))
    .map((question) => ({
      ...withAnswer(
        question,
        answers.find(({ question_id }) => question_id === question.id),
      ),
      user_guidance: guidanceOf(question, given),
    }))
}

/** All questions and answers, with what asks for a review. */
export const reviewerQuestions = ({ questions, answers }: Filled): Wire<typeof QuestionWithAnswerReviewer>[] =>
  questions.map((question) => {
    const answer = answers.find(({ question_id }) => question_id === question.id)
    const { existing_answer, ...shown } = withAnswer(question, answer)
    return {
      ...shown,
      existing_answer: existing_answer && { ...existing_answer, requires_review: answer?.requires_review === true },
      user_guidance: question.user_guidance,
      ...reviewRulesOf(question),
    }
  })

export const completionJson = ({ completion, questions, answers }: Filled): Wire<typeof ChecklistCompletion> => {
  const given = answersByQuestion(answers)
  return {
    uuid: wireUuid(completion.uuid),
    is_completed: completion.is_completed,
    completion_percentage: percentage(questions, given),
    unanswered_required_questions: openQuestions(questions, given).map(({ uuid, description, question_type }) => ({
      uuid: wireUuid(uuid),
      description,
      question_type,
    })),
    checklist_name: completion.checklist_name,
    checklist_description: completion.checklist_description,
    created: wireTimestamp(completion.created),
    modified: wireTimestamp(completion.modified),
  }
}

/** C-206: `reviewed_by`, which would be a number of the database, is left out. */
export const reviewerCompletionJson = (filled: Filled): Wire<typeof ChecklistCompletionReviewer> => {
  const { completion, questions, answers } = filled
  return {
    ...completionJson(filled),
    requires_review: completion.requires_review,
    reviewed_by_name: completion.reviewed_by_name,
    reviewed_at: completion.reviewed_at && wireTimestamp(completion.reviewed_at),
    review_notes: completion.review_notes,
    review_trigger_summary: questions.flatMap((question) => {
      const answer = answers.find(({ question_id }) => question_id === question.id)
      if (answer?.requires_review !== true) return []
      return {
        question_uuid: wireUuid(question.uuid),
        question: question.description,
        answer: answer.answer_data,
        ...reviewRulesOf(question),
      }
    }),
  }
}
