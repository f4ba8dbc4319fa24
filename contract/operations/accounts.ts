import type { OperationDefinition } from '../operation.ts'
import { offeringUserOperations } from './offering-users.ts'

export const accountOperations = {
  ...offeringUserOperations,
} as const satisfies Record<string, OperationDefinition>
