import type { TargetSource } from './source.ts'

export const identityTargets = {} as const satisfies Record<string, TargetSource>
