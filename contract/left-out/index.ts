import { accountsLeftOut } from './accounts.ts'
import { billingLeftOut } from './billing.ts'
import { catalogueLeftOut } from './catalogue.ts'
import { identityLeftOut } from './identity.ts'
import type { LeftOut } from './left-out.ts'
import { ordersLeftOut } from './orders.ts'
import { organizationsLeftOut } from './organizations.ts'

/** What release 8.0.5 publishes on the paths that we serve and we do not build; each is answered with 501. */
export const leftOut: Readonly<Record<string, LeftOut>> = {
  ...identityLeftOut,
  ...organizationsLeftOut,
  ...catalogueLeftOut,
  ...ordersLeftOut,
  ...billingLeftOut,
  ...accountsLeftOut,
}

export type { LeftOut } from './left-out.ts'
