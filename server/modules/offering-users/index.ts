export { setUsername } from './set-username.ts'
