import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { loadQuestions } from './load.ts'
import { isCompleted, visibleQuestions } from './rules.ts'

interface LatestAnswer {
  completion_id: string
  question_id: string
  answer_data: unknown
  requires_review: boolean
}

/**
 * After the questions of a checklist changed: says anew of everybody who has answered any whether he is done and whether
 * his answers ask for a review. Answers that are being submitted are waited for.
 */
export const reviewCompletions = async (db: Transaction, checklistId: string): Promise<void> => {
  await db.run(sql`select 1 from checklist where id = ${checklistId} for no key update`)
  const questions = await loadQuestions(db, checklistId)
  const completions = await db.rows<{ id: string; is_completed: boolean; requires_review: boolean }>(sql`
    select id, is_completed, requires_review from checklist_completion where checklist_id = ${checklistId} order by id
  `)
  const answers = new Map<string, LatestAnswer[]>()
  for (const answer of await latestAnswers(db, checklistId)) {
    const given = answers.get(answer.completion_id)
    if (given) given.push(answer)
    else answers.set(answer.completion_id, [answer])
  }
  const changed = completions.flatMap(({ id, is_completed, requires_review }) => {
    const given = answers.get(id) ?? []
    const byQuestion = new Map(given.map(({ question_id, answer_data }) => [question_id, answer_data]))
    const visible = visibleQuestions(questions, byQuestion)
    const done = isCompleted(questions, byQuestion)
    const isForReview = given.some((answer) => answer.requires_review && visible.has(answer.question_id))
    return done === is_completed && isForReview === requires_review ? [] : [{ id, done, isForReview }]
  })
  await db.run(sql`
    update checklist_completion
    set is_completed = changed.done, requires_review = changed.is_for_review, modified = now()
    from unnest(
      ${changed.map(({ id }) => id)}::bigint[], ${changed.map(({ done }) => done)}::boolean[],
      ${changed.map(({ isForReview }) => isForReview)}::boolean[]
    ) as changed (id, done, is_for_review)
    where checklist_completion.id = changed.id
  `)
}

/** As `loadAnswers` reads them, of all completions of a checklist. */
const latestAnswers = (db: Transaction, checklistId: string): Promise<LatestAnswer[]> =>
  db.rows<LatestAnswer>(sql`
    select distinct on (answer.completion_id, answer.question_id)
      answer.completion_id, answer.question_id, answer.answer_data, answer.requires_review
    from checklist_completion as completion join answer on answer.completion_id = completion.id
    where completion.checklist_id = ${checklistId}
    order by answer.completion_id, answer.question_id, answer.modified desc, answer.id desc
  `)
