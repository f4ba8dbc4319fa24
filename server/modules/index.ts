import type { Handlers } from '../handler.ts'
import { authTokenHandlers } from './auth-tokens/index.ts'
import { authHandlers } from './auth/index.ts'
import { categoryHandlers } from './categories/index.ts'
import { campaignHandlers } from './campaigns/index.ts'
import { accountHandlers } from './accounts/index.ts'
import { checklistHandlers } from './checklists/index.ts'
import { componentUsageHandlers } from './component-usages/index.ts'
import { customerHandlers } from './customers/index.ts'
import { eventHandlers } from './events/index.ts'
import { fileHandlers } from './files/index.ts'
import { invoiceItemHandlers } from './invoice-items/index.ts'
import { invoiceHandlers } from './invoices/index.ts'
import { keyHandlers } from './keys/index.ts'
import { offeringUserHandlers } from './offering-users/index.ts'
import { offeringHandlers } from './offerings/index.ts'
import { termsHandlers } from './offering-terms/index.ts'
import { orderHandlers } from './orders/index.ts'
import { organizationHandlers } from './organizations/index.ts'
import { paymentProfileHandlers } from './payment-profiles/index.ts'
import { planHandlers } from './plans/index.ts'
import { platformHandlers } from './platform/index.ts'
import { projectTypeHandlers } from './project-types/index.ts'
import { projectHandlers } from './projects/index.ts'
import { robotAccountHandlers } from './robot-accounts/index.ts'
import { resourceHandlers } from './resources/index.ts'
import { roleHandlers } from './roles/index.ts'
import { serviceProviderHandlers } from './service-providers/index.ts'
import { teamHandlers } from './team/index.ts'
import { supportHandlers } from './support/index.ts'
import { userPermissionHandlers } from './user-permissions/index.ts'
import { userUsageLimitHandlers } from './user-usage-limits/index.ts'
import { userHandlers } from './users/index.ts'

/** The function behind every operation of the contract; a missing one does not compile. */
export const handlers: Handlers = {
  ...serviceProviderHandlers,
  ...teamHandlers,
  ...authHandlers,
  ...authTokenHandlers,
  ...customerHandlers,
  ...projectHandlers,
  ...projectTypeHandlers,
  ...keyHandlers,
  ...categoryHandlers,
  ...offeringHandlers,
  ...planHandlers,
  ...termsHandlers,
  ...organizationHandlers,
  ...paymentProfileHandlers,
  ...userHandlers,
  ...supportHandlers,
  ...roleHandlers,
  ...userPermissionHandlers,
  ...eventHandlers,
  ...platformHandlers,
  ...fileHandlers,
  ...offeringUserHandlers,
  ...robotAccountHandlers,
  ...accountHandlers,
  ...checklistHandlers,
  ...componentUsageHandlers,
  ...userUsageLimitHandlers,
  ...orderHandlers,
  ...resourceHandlers,
  ...invoiceHandlers,
  ...invoiceItemHandlers,
  ...campaignHandlers,
}
