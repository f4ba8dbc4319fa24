import type { Policy } from '../policy.ts'

export const orderPolicies = {} as const satisfies Record<string, Policy>
