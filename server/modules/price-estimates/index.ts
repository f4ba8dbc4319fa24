export {
  billedIn,
  customerEstimateJson,
  offeringEstimateJson,
  projectEstimateJson,
  resourceEstimateJson,
  type BillingMonth,
} from './estimate-json.ts'
export { itemPrice } from '../../rollup/item-price.ts'
export { refreshEstimates } from './refresh.ts'
