import type { OperationDefinition } from '../operation.ts'
import { offeringUserOperations } from './offering-users.ts'
import { robotAccountOperations } from './robot-accounts.ts'

export const accountOperations = {
  ...offeringUserOperations,
  ...robotAccountOperations,
} as const satisfies Record<string, OperationDefinition>
