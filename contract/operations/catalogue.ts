import type { OperationDefinition } from '../operation.ts'

export const catalogueOperations = {} as const satisfies Record<string, OperationDefinition>
