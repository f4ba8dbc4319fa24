import type { OperationDefinition } from '../operation.ts'

export const organizationOperations = {} as const satisfies Record<string, OperationDefinition>
