import type { Transaction } from '../../../db/database.ts'
import { RuleError } from '../../../errors.ts'
import type { LockedResource } from '../../resource-life/index.ts'
import { checkLimits } from './limits.ts'
import { ACTIVE } from './offering.ts'
import { requirePlace, requireStillOffered } from './plan.ts'
import { requireRunningProject } from './project.ts'

/** Refuses to make a resource again of what could not be ordered now: others may have it, and it may be gone (C-240). */
export const requireRestorable = async (db: Transaction, resource: LockedResource): Promise<void> => {
  const { id, offering, plan_id: planId, limits } = resource
  await requireRunningProject(db, resource.project.id)
  if (offering.state !== ACTIVE) throw new RuleError('Offering is not available.')
  if (planId !== null) {
    await requireStillOffered(db, planId, resource.customer.id)
    await requirePlace(db, planId, id)
  }
  await checkLimits(db, offering.id, limits, id)
}
