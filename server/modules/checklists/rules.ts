import { jsonText } from '../../../contract/value-fields.ts'
import { canonicalUuid } from '../../../contract/values.ts'

// When a question is shown, when an answer asks for a review, when a checklist is done. Pure.

/** Operators that compare an answer with a wanted value; the empty one never matches. */
export type Operator = '' | 'equals' | 'not_equals' | 'contains' | 'in' | 'not_in'

export interface Dependency {
  depends_on_id: string
  operator: Operator
  required_answer_value: unknown
}

export interface RuledQuestion {
  id: string
  required: boolean
  dependency_logic_operator: 'and' | 'or'
  dependencies: readonly Dependency[]
}

/** Answers by the id of their question. */
export type Answers = ReadonlyMap<string, unknown>

/** Options are named by uuid, in any of its forms. */
const comparable = (value: unknown): string => {
  const uuid = typeof value === 'string' ? canonicalUuid(value) : undefined
  return jsonText(uuid ?? value)
}

/** What was answered or wanted, as a set: a value of its own is a set of one. */
const members = (value: unknown): Set<string> => new Set((Array.isArray(value) ? value : [value]).map(comparable))

const isSubset = (inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean =>
  [...inner].every((member) => outer.has(member))

const equals = (answer: unknown, wanted: unknown): boolean => {
  const [given, asked] = [members(answer), members(wanted)]
  return given.size === asked.size && isSubset(given, asked)
}

const contains = (answer: unknown, wanted: unknown): boolean =>
  typeof answer === 'string' && typeof wanted === 'string'
    ? answer.toLowerCase().includes(wanted.toLowerCase())
    : isSubset(members(wanted), members(answer))

const isIn = (answer: unknown, wanted: unknown): boolean => {
  const asked = members(wanted)
  return [...members(answer)].some((member) => asked.has(member))
}

/** Whether an answer matches. Of the choices of a multiple choice, one among the wanted suffices for `in`. */
export const matches = (operator: Operator, answer: unknown, wanted: unknown): boolean => {
  switch (operator) {
    case 'equals':
      return equals(answer, wanted)
    case 'not_equals':
      return !equals(answer, wanted)
    case 'contains':
      return contains(answer, wanted)
    case 'in':
      return isIn(answer, wanted)
    case 'not_in':
      return !isIn(answer, wanted)
    case '':
      return false
  }
}

/**
 * Ids of the questions that are shown. A question without an answer, or that is not shown itself, satisfies no
 * dependency, not even a negative one (C-204).
 */
export const visibleQuestions = (questions: readonly RuledQuestion[], answers: Answers): Set<string> => {
  const known = new Map<string, boolean>()
  const byId = new Map(questions.map((question) => [question.id, question]))
  const isSatisfied = ({ depends_on_id: id, operator, required_answer_value: wanted }: Dependency): boolean =>
    answers.has(id) && isVisible(id) && matches(operator, answers.get(id), wanted)
  const isVisible = (id: string): boolean => {
    const decided = known.get(id)
    if (decided !== undefined) return decided
    // Questions that depend on each other in a ring are not shown.
    known.set(id, false)
    const { dependencies = [], dependency_logic_operator: logic = 'and' } = byId.get(id) ?? {}
    const visible =
      dependencies.length === 0 || (logic === 'and' ? dependencies.every(isSatisfied) : dependencies.some(isSatisfied))
    known.set(id, visible)
    return visible
  }
  return new Set(questions.filter(({ id }) => isVisible(id)).map(({ id }) => id))
}

/** Required questions that are shown and have no answer, in the order of the checklist. */
export const openQuestions = <Q extends RuledQuestion>(questions: readonly Q[], answers: Answers): Q[] => {
  const visible = visibleQuestions(questions, answers)
  return questions.filter(({ id, required }) => required && visible.has(id) && !answers.has(id))
}

/** Done once something was answered and nothing that is required and shown is open. */
const isCompleted = (questions: readonly RuledQuestion[], answers: Answers): boolean =>
  answers.size > 0 && openQuestions(questions, answers).length === 0

export interface GivenAnswer {
  question_id: string
  answer_data: unknown
  requires_review: boolean
}

export const answersByQuestion = (answers: readonly GivenAnswer[]): Answers =>
  new Map(answers.map(({ question_id, answer_data }) => [question_id, answer_data]))

/** What is stored of a completion with these answers. */
export const judge = (questions: readonly RuledQuestion[], given: readonly GivenAnswer[]) => {
  const answers = answersByQuestion(given)
  const visible = visibleQuestions(questions, answers)
  return {
    is_completed: isCompleted(questions, answers),
    requires_review: given.some(({ question_id, requires_review }) => requires_review && visible.has(question_id)),
  }
}

/** Answered questions in whole per cent, half rounded up; a checklist without questions counts as done. */
export const percentage = (questions: readonly RuledQuestion[], answers: Answers): number => {
  if (questions.length === 0) return 100
  const answered = questions.filter(({ id }) => answers.has(id)).length
  return Math.round((answered * 100) / questions.length)
}
