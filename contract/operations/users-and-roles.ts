import { keyOperations } from './keys.ts'
import { roleOperations } from './roles.ts'

export const userAndRoleOperations = { ...keyOperations, ...roleOperations } as const
