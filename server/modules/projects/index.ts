export { projectColumns, projectJoins } from './view.ts'
