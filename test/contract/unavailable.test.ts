import { expect, test } from 'vitest'
import { operationIds } from '../../contract/index.ts'
import { handlers } from '../../server/modules/index.ts'

test('every operation of the contract is built: none is answered with 501', () => {
  expect(Object.keys(handlers).toSorted()).toEqual(operationIds.toSorted())
})
