import { retrieveKey } from './retrieve-key.ts'

export { keyColumns, keyJoins } from './view.ts'

export const keyHandlers = { keys_retrieve: retrieveKey }
