import { expect, test } from 'vitest'
import { unavailableOperations } from '../../server/http/run.ts'

test('every operation of the contract is built: none is answered with 501', () => {
  expect(unavailableOperations()).toEqual([])
})
