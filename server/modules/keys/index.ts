export { keyColumns, keyJoins } from './view.ts'
