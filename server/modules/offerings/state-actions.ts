import { sql, when } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import { sourceCodes, targetCode } from '../../lib/state-machine.ts'
import { changeOffering, lockOffering, type OfferingContext } from './change.ts'
import { offeringMachine } from './state.ts'

type Action = keyof typeof offeringMachine.actions

/** Actions after which the offering can be ordered: there must be a plan to order it with. */
const NEED_A_PLAN: ReadonlySet<Action> = new Set(['activate', 'unpause', 'make_available'])

const move = async (context: OfferingContext, action: Action, pausedReason?: string) => {
  const offering = await lockOffering(context)
  if (!sourceCodes(offeringMachine, action).includes(offering.state)) {
    throw new RuleError('Offering state is invalid.')
  }
  if (NEED_A_PLAN.has(action) && !(await hasPlan(context))) {
    throw new RuleError('Offering without plans cannot be activated.')
  }
  // A reason belongs to the pause that it was given for.
  const reason = action === 'pause' ? (pausedReason ?? '') : ''
  const code = targetCode(offeringMachine, action)
  await changeOffering(context, offering, [
    sql`state = ${code}`,
    when(reason, (value) => sql`paused_reason = ${value}`),
  ])
  return { detail: 'Offering state updated.', state: offeringMachine.actions[action].to }
}

const hasPlan = async ({ db, target }: OfferingContext): Promise<boolean> => {
  const plan = await db.maybeOne(sql`select 1 from plan where offering_id = ${target.id} and not archived limit 1`)
  return plan !== undefined
}

const action = (name: Action) => (context: OfferingContext) => move(context, name)

export const activateOffering = action('activate')
export const unpauseOffering = action('unpause')
export const archiveOffering = action('archive')
export const draftOffering = action('draft')
export const makeOfferingUnavailable = action('make_unavailable')
export const makeOfferingAvailable = action('make_available')

export const pauseOffering = (context: OfferingContext, { body }: { body: { paused_reason?: string } }) =>
  move(context, 'pause', body.paused_reason)
