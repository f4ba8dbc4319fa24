import type { Policy } from '../policy.ts'

export const organizationPolicies = {} as const satisfies Record<string, Policy>
