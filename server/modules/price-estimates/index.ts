export {
  billedIn,
  customerEstimateJson,
  projectEstimateJson,
  resourceEstimateJson,
  type BillingMonth,
} from './estimate-json.ts'
