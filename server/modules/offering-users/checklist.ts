import { ON_PROVIDER } from '../../access/policies/accounts.ts'
import { holdsOnTarget } from '../../access/target.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Authenticated, Context } from '../../context.ts'
import { anyOf, sql } from '../../db/sql.ts'
import { Forbidden, NotFound, Refused, ValidationError } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import {
  checklistJson,
  completionJson,
  loadAnswers,
  loadCompletion,
  loadQuestions,
  questionJson,
  reviewerCompletionJson,
  reviewerQuestions,
  submitAnswers,
  userQuestions,
  visibleQuestions,
  type Filled,
} from '../checklists/index.ts'
import { lockAccount } from './locked.ts'

const noChecklist = (): Refused => new Refused('The offering does not have a compliance checklist.')

const fill = async ({ db, target }: Context & OfTarget): Promise<Filled> => {
  const completion = await loadCompletion(db, target.id)
  if (!completion) throw noChecklist()
  const questions = await loadQuestions(db, completion.checklist_id)
  return { completion, questions, answers: await loadAnswers(db, completion.id) }
}

/** 403 unless the account is the caller's own, or he reviews accounts of the offering (C-208). */
const requireReader = async (context: Context & Authenticated & OfTarget): Promise<void> => {
  const { db, actor, target } = context
  if (isPrivileged(actor)) return
  const own = await db.maybeOne(sql`select 1 from offering_user where id = ${target.id} and user_id = ${actor.id}`)
  if (own) return
  if (!(await holdsOnTarget(context, 'offering_user', 'OFFERING.UPDATE_USER', ON_PROVIDER))) throw new Forbidden()
}

const checklistOf = ({ completion }: Filled) =>
  checklistJson({
    uuid: completion.checklist_uuid,
    name: completion.checklist_name,
    description: completion.checklist_description,
  })

export const retrieveChecklist: Handler<'marketplace_offering_users_checklist_retrieve'> = async (
  context,
  { query },
) => {
  await requireReader(context)
  const filled = await fill(context)
  return {
    checklist: checklistOf(filled),
    completion: completionJson(filled),
    questions: userQuestions(filled, query.include_all === true),
  }
}

export const retrieveCompletion: Handler<'marketplace_offering_users_completion_status_retrieve'> = async (context) => {
  await requireReader(context)
  return completionJson(await fill(context))
}

export const retrieveChecklistReview: Handler<'marketplace_offering_users_checklist_review_retrieve'> = async (
  context,
) => {
  const filled = await fill(context)
  return {
    checklist: checklistOf(filled),
    completion: reviewerCompletionJson(filled),
    questions: reviewerQuestions(filled),
  }
}

export const retrieveCompletionReview: Handler<'marketplace_offering_users_completion_review_status_retrieve'> = async (
  context,
) => reviewerCompletionJson(await fill(context))

/** Only the user answers, and staff for him. */
export const submitAccountAnswers: Handler<'marketplace_offering_users_submit_answers'> = async (context, { body }) => {
  const { db, actor } = context
  const account = await lockAccount(context)
  if (account.person.id !== actor.id && !(actor.is_staff && actor.is_active)) throw new Forbidden()
  const filled = await submitAnswers(db, { id: account.id, offering_id: account.offering.id }, actor.id, body)
  if (!filled) throw noChecklist()
  return { detail: 'Answers have been submitted.', completion: completionJson(filled) }
}

/** The questions of an offering before anybody answered them. */
export const retrieveChecklistTemplate: Handler<'marketplace_offering_users_checklist_template_retrieve'> = async (
  { db, actor },
  { query },
) => {
  if (query.parent_uuid === undefined) throw new ValidationError({ parent_uuid: ['This field is required.'] })
  const offering = await db.maybeOne<{ id: string | null; uuid: string; name: string; description: string }>(sql`
    select checklist.id, checklist.uuid, checklist.name, checklist.description
    from offering left join checklist on checklist.id = offering.compliance_checklist_id
    where offering.uuid = ${query.parent_uuid} and ${anyOf([
      catalogueTargets.public_offering.visible(actor),
      catalogueTargets.offering.visible(actor),
    ])}
  `)
  if (!offering) throw new NotFound('Offering')
  if (offering.id === null) throw noChecklist()
  const questions = await loadQuestions(db, offering.id)
  const visible = visibleQuestions(questions, new Map())
  return {
    checklist: checklistJson(offering),
    questions: questions.map(questionJson),
    initial_visible_questions: questions.filter(({ id }) => visible.has(id)).map(questionJson),
  }
}
