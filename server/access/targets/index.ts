import { accountTargets } from './accounts.ts'
import { billingTargets } from './billing.ts'
import { catalogueTargets } from './catalogue.ts'
import { identityTargets } from './identity.ts'
import { organizationTargets } from './organizations.ts'
import { orderTargets } from './orders.ts'
import type { TargetSource } from './source.ts'

export type { Target, TargetSource } from './source.ts'

/** Every kind of object that a path may name, apart from service providers. */
export const targets = {
  ...identityTargets,
  ...organizationTargets,
  ...catalogueTargets,
  ...orderTargets,
  ...billingTargets,
  ...accountTargets,
} as const satisfies Record<string, TargetSource>

export type TargetKind = keyof typeof targets
