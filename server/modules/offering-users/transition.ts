import { sql, when } from '../../db/sql.ts'
import { Refused } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { stateLabel, validStates } from '../../lib/state-machine.ts'
import { emitAccountEvent } from './account.ts'
import { lockAccount, type AccountContext } from './locked.ts'
import { offeringUserMachine, type OfferingUserAction } from './machine.ts'
import { moveAccount } from './move.ts'

/** The edges that are operations. */
type Action = Exclude<OfferingUserAction, 'set_username' | 'lose_access' | 'regain_access' | 'ask_again'>

interface Comment {
  comment?: string
  comment_url?: string
}

/** What the user is told: with a pending state the given words, after its completion nothing. */
const commentOf = (action: Action, { comment, comment_url }: Comment): Comment =>
  action === 'set_validation_complete' ? { comment: '', comment_url: '' } : { comment, comment_url }

const move = async (context: AccountContext, action: Action, given: Comment): Promise<void> => {
  const { db } = context
  const account = await lockAccount(context)
  const { comment, comment_url } = commentOf(action, given)
  const assignments = [
    when(comment, (value) => sql`service_provider_comment = ${value}`),
    when(comment_url, (value) => sql`service_provider_comment_url = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  if (!(await moveAccount(db, context, account, action, assignments))) {
    const { to } = offeringUserMachine.actions[action]
    const from = stateLabel(offeringUserMachine, account.state)
    // C-201: the label of the state, not its number.
    throw new Refused(
      `Cannot transition to ${to} from current state: ${from}. ${validStates(offeringUserMachine, action)}`,
    )
  }
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
