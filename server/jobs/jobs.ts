import type { Config } from '../config.ts'
import { forgetExpiredTokens, forgetOldFailures } from '../modules/auth/index.ts'
import { closeEndedAccounts } from '../modules/accounts/index.ts'
import { changeMonths } from '../modules/billing/index.ts'
import { endCampaigns } from '../modules/campaigns/index.ts'
import { advanceWaitingOrders } from '../modules/orders/index.ts'
import { endExpiredResources, withdrawTerminations } from '../modules/resources/index.ts'
import { foldTotals } from '../rollup/totals.ts'
import { expireGrants } from './expire-grants.ts'
import { reviewUsers } from './review-users.ts'
import type { Job } from './scheduler.ts'

/** Everything that happens without a request. */
export const jobsOf = (config: Config): readonly Job[] => [
  { name: 'expire grants', everySeconds: 15, run: expireGrants },
  { name: 'advance waiting orders', everySeconds: 60, run: advanceWaitingOrders },
  { name: 'end expired resources', everySeconds: 300, run: endExpiredResources },
  { name: 'withdraw terminations', everySeconds: 60, run: withdrawTerminations },
  { name: 'close ended accounts', everySeconds: 300, run: closeEndedAccounts },
  { name: 'fold totals', everySeconds: 5, run: foldTotals },
  { name: 'change months', everySeconds: 60, run: (database) => changeMonths(database) },
  { name: 'end campaigns', everySeconds: 60, run: (database) => endCampaigns(database) },
  { name: 'forget failures', everySeconds: 300, run: forgetOldFailures },
  { name: 'forget tokens', everySeconds: 3_600, run: forgetExpiredTokens },
  ...(config.DEACTIVATE_USER_IF_NO_ROLES ? [{ name: 'review users', everySeconds: 60, run: reviewUsers }] : []),
]
