import type { TargetSource } from './source.ts'

export const billingTargets = {} as const satisfies Record<string, TargetSource>
