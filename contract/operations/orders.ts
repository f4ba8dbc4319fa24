import type { OperationDefinition } from '../operation.ts'

export const orderOperations = {} as const satisfies Record<string, OperationDefinition>
