export { customerEstimateJson, projectEstimateJson, resourceEstimateJson, type BillingMonth } from './estimate-json.ts'
