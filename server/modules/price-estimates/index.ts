export {
  billedIn,
  customerEstimateJson,
  itemPrice,
  projectEstimateJson,
  resourceEstimateJson,
  type BillingMonth,
} from './estimate-json.ts'
export { refreshEstimates } from './refresh.ts'
