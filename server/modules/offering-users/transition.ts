import { join, sql, when } from '../../db/sql.ts'
import { Refused } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { sourceCodes, stateLabel, targetCode, validStates } from '../../lib/state-machine.ts'
import { emitAccountEvent } from './account.ts'
import { lockAccount, type AccountContext } from './locked.ts'
import { offeringUserMachine, type OfferingUserAction, type OfferingUserStateLabel } from './machine.ts'

type Action = Exclude<OfferingUserAction, 'set_username'>

interface Comment {
  comment?: string
  comment_url?: string
}

const PENDING: ReadonlySet<OfferingUserStateLabel> = new Set([
  'Pending account linking',
  'Pending additional validation',
])

/** What the user is told: with a pending state the given words, after its completion nothing. */
const commentOf = (action: Action, { comment, comment_url }: Comment): Comment =>
  action === 'set_validation_complete' ? { comment: '', comment_url: '' } : { comment, comment_url }

const move = async (context: AccountContext, action: Action, given: Comment): Promise<void> => {
  const { db } = context
  const account = await lockAccount(context)
  const { to } = offeringUserMachine.actions[action]
  const from = stateLabel(offeringUserMachine, account.state)
  const { comment, comment_url } = commentOf(action, given)
  const assignments = [
    sql`state = ${targetCode(offeringUserMachine, action)}`,
    sql`modified = now()`,
    when(comment, (value) => sql`service_provider_comment = ${value}`),
    when(comment_url, (value) => sql`service_provider_comment_url = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  const moved = await db.run(sql`
    update offering_user set ${join(assignments)}
    where id = ${account.id} and state = any(${sourceCodes(offeringUserMachine, action)}::int[])
  `)
  if (moved === 0) {
    // C-201: the label of the state, not its number.
    throw new Refused(
      `Cannot transition to ${to} from current state: ${from}. ${validStates(offeringUserMachine, action)}`,
    )
  }
  await emitAccountEvent(db, context, account, {
    // As the original has it: what the user has to do is told like a restriction.
    event_type: PENDING.has(to) ? 'marketplace_offering_user_restriction_updated' : 'marketplace_offering_user_updated',
    message: `Account for user ${account.person.username} in offering ${account.offering.name} is in state ${to}.`,
  })
}

const step = (action: Action) => (context: AccountContext) => move(context, action, {})

const pendingStep =
  (action: Action) =>
  (context: AccountContext, { body }: { body: Comment }) =>
    move(context, action, body)

export const transitionHandlers = {
  marketplace_offering_users_begin_creating: step('begin_creating'),
  marketplace_offering_users_set_ok: step('set_ok'),
  marketplace_offering_users_set_pending_account_linking: pendingStep('set_pending_account_linking'),
  marketplace_offering_users_set_pending_additional_validation: pendingStep('set_pending_additional_validation'),
  marketplace_offering_users_set_validation_complete: step('set_validation_complete'),
  marketplace_offering_users_set_error_creating: step('set_error_creating'),
  marketplace_offering_users_request_deletion: step('request_deletion'),
  marketplace_offering_users_set_deleting: step('set_deleting'),
  marketplace_offering_users_set_deleted: step('set_deleted'),
  marketplace_offering_users_set_error_deleting: step('set_error_deleting'),
}

export const updateRestricted: Handler<'marketplace_offering_users_update_restricted'> = async (context, { body }) => {
  const { db } = context
  const account = await lockAccount(context)
  if (account.is_restricted === body.is_restricted) return
  await db.run(sql`
    update offering_user set is_restricted = ${body.is_restricted}, modified = now() where id = ${account.id}
  `)
  await emitAccountEvent(db, context, account, {
    event_type: 'marketplace_offering_user_restriction_updated',
    message:
      `Account for user ${account.person.username} in offering ${account.offering.name} ` +
      `is ${body.is_restricted ? 'restricted' : 'no longer restricted'}.`,
  })
}
