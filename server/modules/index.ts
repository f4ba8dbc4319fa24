import type { Handlers } from '../handler.ts'
import { authHandlers } from './auth/index.ts'
import { fileHandlers } from './files/index.ts'
import { platformHandlers } from './platform/index.ts'
import { serviceProviderHandlers } from './service-providers/index.ts'
import { userHandlers } from './users/index.ts'

/** The function behind every operation of the contract; a missing one does not compile. */
export const handlers: Handlers = {
  ...serviceProviderHandlers,
  ...authHandlers,
  ...userHandlers,
  ...platformHandlers,
  ...fileHandlers,
}
