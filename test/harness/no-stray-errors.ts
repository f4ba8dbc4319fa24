import { afterAll, expect } from 'vitest'

// A rejection that nobody waits for is a mistake of the code under test. Runs anew for each file of tests.

const stray: unknown[] = []
const note = (reason: unknown): void => void stray.push(reason)
process.on('unhandledRejection', note)

afterAll(() => {
  process.off('unhandledRejection', note)
  expect(stray).toEqual([])
})
