import type { Policy } from '../policy.ts'

export const billingPolicies = {} as const satisfies Record<string, Policy>
