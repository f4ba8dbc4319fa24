export { billedIn, customerEstimateJson, type BillingMonth } from './estimate-json.ts'
export { offeringEstimate, projectEstimate, resourcesEstimate } from './estimate-column.ts'
export { itemPrice } from '../../rollup/item-price.ts'
export { refreshEstimates } from './refresh.ts'
