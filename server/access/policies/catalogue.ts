import type { Policy } from '../policy.ts'

export const cataloguePolicies = {} as const satisfies Record<string, Policy>
