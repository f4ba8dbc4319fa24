import { afterAll, expect } from 'vitest'

// A rejection that nobody waits for is a mistake of the code under test.
const stray: unknown[] = []
process.on('unhandledRejection', (reason) => stray.push(reason))

afterAll(() => {
  expect(stray).toEqual([])
})
