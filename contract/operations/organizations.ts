import { customerOperations } from './customers.ts'
import { organizationGroupOperations } from './organization-groups.ts'
import { paymentProfileOperations } from './payment-profiles.ts'
import { projectOperations } from './projects.ts'

/** Organizations, their groups, projects and ways to pay. */
export const organizationOperations = {
  ...customerOperations,
  ...projectOperations,
  ...organizationGroupOperations,
  ...paymentProfileOperations,
} as const
