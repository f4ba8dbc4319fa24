export { accountStateCodes } from './account-columns.ts'
export { courseAccountColumns, courseAccountJoins } from './course-account-view.ts'
export {
  customerServiceAccountColumns,
  customerServiceAccountJoins,
  projectServiceAccountColumns,
  projectServiceAccountJoins,
} from './service-account-view.ts'
