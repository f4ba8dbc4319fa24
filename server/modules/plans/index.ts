export { planJson } from './plan-json.ts'
