import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { loadQuestions } from './load.ts'
import { judge, type GivenAnswer } from './rules.ts'

type LatestAnswer = GivenAnswer & { completion_id: string }

/**
 * After the questions of a checklist changed: says anew of everybody whether he is done and whether his answers ask for a
 * review. Answers that are being submitted are waited for.
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
    const judged = judge(questions, answers.get(id) ?? [])
    const isSame = judged.is_completed === is_completed && judged.requires_review === requires_review
    return isSame ? [] : [{ id, ...judged }]
  })
  await db.run(sql`
    update checklist_completion
    set is_completed = changed.is_completed, requires_review = changed.requires_review, modified = now()
    from unnest(
      ${changed.map(({ id }) => id)}::bigint[], ${changed.map(({ is_completed }) => is_completed)}::boolean[],
      ${changed.map(({ requires_review }) => requires_review)}::boolean[]
    ) as changed (id, is_completed, requires_review)
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
