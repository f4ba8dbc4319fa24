import type { OperationDefinition } from '../operation.ts'

export const userAndRoleOperations = {} as const satisfies Record<string, OperationDefinition>
