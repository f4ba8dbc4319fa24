export { projectEstimateJson, resourceEstimateJson } from './estimate-json.ts'
