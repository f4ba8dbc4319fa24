import type { OperationDefinition } from '../operation.ts'
import { checklistOperations } from './checklists.ts'
import { offeringUserOperations } from './offering-users.ts'
import { robotAccountOperations } from './robot-accounts.ts'
import { serviceAccountOperations } from './service-accounts.ts'

export const accountOperations = {
  ...offeringUserOperations,
  ...robotAccountOperations,
  ...serviceAccountOperations,
  ...checklistOperations,
} as const satisfies Record<string, OperationDefinition>
