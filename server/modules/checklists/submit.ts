import { jsonText } from '../../../contract/value-fields.ts'
import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { ApiError, type FieldMessages } from '../../errors.ts'
import { wireUuid } from '../../lib/wire.ts'
import { beginChecklist } from './begin.ts'
import { checkAnswer } from './check-answer.ts'
import { loadAnswers, loadCompletion, loadQuestions, type Completion, type Question } from './load.ts'
import { judge, matches } from './rules.ts'
import type { Filled } from './view.ts'

interface Given {
  question_uuid: string
  answer_data?: unknown
}

interface Accepted {
  question: Question
  /** Undefined takes the answer back. */
  value: unknown
}

/** Every answer as it is to be stored; 400 with one object per answer when any of them will not do. */
const accept = (questions: readonly Question[], given: readonly Given[]): Accepted[] => {
  const problems: FieldMessages[] = []
  const accepted = given.map(({ question_uuid: uuid, ...rest }) => {
    const question = questions.find((candidate) => candidate.uuid === uuid)
    const problem: FieldMessages = {}
    problems.push(problem)
    if (!question) {
      problem.question_uuid = [`Question ${wireUuid(uuid)} is not part of this checklist.`]
      return undefined
    }
    if (!('answer_data' in rest) || rest.answer_data === undefined) {
      problem.answer_data = ['This field is required.']
      return undefined
    }
    if (rest.answer_data === null) return { question, value: undefined }
    const checked = checkAnswer(question, rest.answer_data)
    if ('value' in checked) return { question, value: checked.value }
    problem.answer_data = [checked.problem]
    return undefined
  })
  if (problems.some((problem) => Object.keys(problem).length > 0)) throw new ApiError(400, problems)
  return accepted.filter((answer) => answer !== undefined)
}

const asksForReview = ({ always_requires_review, operator, review_answer_value }: Question, value: unknown): boolean =>
  always_requires_review || matches(operator, value, review_answer_value)

const store = async (
  db: Transaction,
  completion: Completion,
  userId: string,
  { question, value }: Accepted,
): Promise<void> => {
  // Whoever answers last answers for all: there is one answer to a question.
  await db.run(sql`
    delete from answer where completion_id = ${completion.id} and question_id = ${question.id}
      and (${value === undefined} or user_id <> ${userId})
  `)
  if (value === undefined) return
  await db.run(sql`
    insert into answer (completion_id, question_id, user_id, answer_data, requires_review)
    values (
      ${completion.id}, ${question.id}, ${userId}, ${jsonText(value)}::jsonb, ${asksForReview(question, value)}
    )
    on conflict (completion_id, question_id, user_id) do update set
      answer_data = excluded.answer_data, requires_review = excluded.requires_review, modified = now()
  `)
}

/**
 * Stores answers of a user for an account, all or none, and says anew whether the checklist is done and asks for a
 * review. Undefined when the account has no checklist. An account is answered for by one request after the other.
 */
export const submitAnswers = async (
  db: Transaction,
  account: { id: string; offering_id: string },
  userId: string,
  given: readonly Given[],
): Promise<Filled | undefined> => {
  await beginChecklist(db, account.id, account.offering_id)
  const completion = await loadCompletion(db, account.id, true)
  if (!completion) return undefined
  // Whoever changes the questions waits, and says anew who is done.
  await db.run(sql`select 1 from checklist where id = ${completion.checklist_id} for share`)
  const questions = await loadQuestions(db, completion.checklist_id, true)
  for (const answer of accept(questions, given)) await store(db, completion, userId, answer)
  const answers = await loadAnswers(db, completion.id)
  const judged = judge(questions, answers)
  const changed = await db.one<{ modified: string }>(sql`
    update checklist_completion
    set is_completed = ${judged.is_completed}, requires_review = ${judged.requires_review}, modified = now()
    where id = ${completion.id} returning modified
  `)
  return {
    completion: { ...completion, ...judged, modified: changed.modified },
    questions,
    answers,
  }
}
