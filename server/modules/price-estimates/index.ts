export { billedIn, customerEstimateJson, resourceEstimateJson, type BillingMonth } from './estimate-json.ts'
export { offeringEstimate, projectEstimate } from './estimate-column.ts'
export { itemPrice } from '../../rollup/item-price.ts'
export { refreshEstimates } from './refresh.ts'
