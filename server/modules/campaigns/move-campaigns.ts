import type { WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Conflict, RuleError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget } from '../../handler.ts'
import { sourceCodes, targetCode, validStates } from '../../lib/state-machine.ts'
import { requireAvailable } from '../../access/available.ts'
import { campaignMachine } from './machine.ts'

const move = async ({ db, target }: WriteContext & OfTarget, action: keyof typeof campaignMachine.actions) => {
  await requireAvailable(db, target.provider_customer_id)
  const moved = await db.run(sql`
    update campaign set state = ${targetCode(campaignMachine, action)}, modified = now()
    where id = ${target.id} and state = any(${sourceCodes(campaignMachine, action)}::smallint[])
  `)
  if (moved === 0) throw new Conflict(validStates(campaignMachine, action))
}

export const activateCampaign: Handler<'promotions_campaigns_activate'> = async (context) => {
  await move(context, 'activate')
  // It would be ended at once.
  const { is_over } = await context.db.one<{ is_over: boolean }>(sql`
    select end_date < (now() at time zone 'utc')::date as is_over from campaign where id = ${context.target.id}
  `)
  if (is_over) throw new RuleError('The campaign is over.')
  return new Reply(200, 'Campaign has been activated')
}

export const terminateCampaign: Handler<'promotions_campaigns_terminate'> = async (context) => {
  await move(context, 'terminate')
  return new Reply(200, 'Campaign has been terminated')
}
