export { changeResource, moveResource, noteVersion } from './change.ts'
export { emitResourceEvent, resourceEventContext, resourceEventScopes } from './events.ts'
export { lockResource, requireAvailableOffering, type LockedResource } from './locked.ts'
export { resourceMachine, type ResourceAction } from './machine.ts'
export { feeOf, planCost } from './plan-cost.ts'
export {
  beginService,
  changeLimits,
  endService,
  isDelivered,
  isInService,
  resumeService,
  switchPlan,
} from './service.ts'
