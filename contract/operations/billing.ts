import type { OperationDefinition } from '../operation.ts'

export const billingOperations = {} as const satisfies Record<string, OperationDefinition>
