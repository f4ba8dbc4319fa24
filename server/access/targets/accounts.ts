import type { TargetSource } from './source.ts'

export const accountTargets = {} as const satisfies Record<string, TargetSource>
