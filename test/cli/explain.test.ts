import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explain } from '../../cli/explain.ts'

const failure = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('a file that cannot be used is named in one line', () => {
  const error = failure(() => readFileSync('/nowhere/database-address'))
  expect(explain(error)).toBe(
    "A file cannot be used: ENOENT: no such file or directory, open '/nowhere/database-address'.",
  )
})

test('what nobody expects keeps its stack', () => {
  expect(explain(failure(() => JSON.parse('{')))).toMatch(/^SyntaxError: .+\n {4}at /)
  expect(explain('odd')).toBe('Failed: odd')
})
