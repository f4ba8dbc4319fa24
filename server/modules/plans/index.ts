import { retrievePlan } from './retrieve-plan.ts'

export { planJson } from './plan-json.ts'

export const planHandlers = { marketplace_plans_retrieve: retrievePlan }
