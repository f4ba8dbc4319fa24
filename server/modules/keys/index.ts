import { listKeys } from './list-keys.ts'
import { retrieveKey } from './retrieve-key.ts'
import { createKey, destroyKey } from './write-key.ts'

export { keyConditions, keyOrder } from './filters.ts'
export { keyColumns, keyJoins } from './view.ts'

export const keyHandlers = {
  keys_list: listKeys,
  keys_create: createKey,
  keys_retrieve: retrieveKey,
  keys_destroy: destroyKey,
}
