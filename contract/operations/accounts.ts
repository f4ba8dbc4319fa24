import type { OperationDefinition } from '../operation.ts'

export const accountOperations = {} as const satisfies Record<string, OperationDefinition>
