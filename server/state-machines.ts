import type { StateMachine } from './lib/state-machine.ts'
import { accountMachine } from './modules/accounts/machine.ts'
import { offeringUserMachine } from './modules/offering-users/machine.ts'
import { campaignMachine } from './modules/campaigns/machine.ts'
import { offeringMachine } from './modules/offerings/state.ts'
import { orderMachine } from './modules/orders/index.ts'
import { resourceMachine } from './modules/resource-life/index.ts'
import { robotAccountMachine } from './modules/robot-accounts/machine.ts'

/** Every state machine of the product, for its picture in docs/state-machines.md and for the tests of all pairs. */
export const stateMachines: readonly StateMachine[] = [
  offeringMachine,
  orderMachine,
  resourceMachine,
  campaignMachine,
  offeringUserMachine,
  robotAccountMachine,
  accountMachine,
]
