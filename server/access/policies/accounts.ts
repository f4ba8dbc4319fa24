import type { Policy } from '../policy.ts'

export const accountPolicies = {} as const satisfies Record<string, Policy>
