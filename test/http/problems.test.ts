import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseFields } from '../../contract/parse.ts'
import { ApiError, FieldError, Forbidden } from '../../server/errors.ts'
import { Problems } from '../../server/http/validation.ts'

const NO_NUMBER = 'A valid integer is required.'

const text = z.string({ error: 'Not a valid string.' })
const number = z.int({ error: NO_NUMBER })

const schema = z.object({
  name: text.optional(),
  limits: z.record(z.string(), number).optional(),
  tags: z.array(text).optional(),
  items: z.array(z.object({ type: text, amount: number.optional() })).optional(),
  owner: z.object({ address: z.object({ city: text }) }).optional(),
})

const problemsOf = (given: Record<string, unknown>): unknown => {
  const problems = new Problems()
  problems.addIssues(parseFields(schema, given).issues, given)
  try {
    problems.throwIfAny()
    return undefined
  } catch (error) {
    return error instanceof ApiError && error.body
  }
}

test.each<[Record<string, unknown>, unknown]>([
  [{ name: 'a', limits: { cpu: 1 }, tags: [], items: [{ type: 'a' }] }, undefined],
  [{ name: 5 }, { name: ['Not a valid string.'] }],
  [{ limits: { cpu: 'many', ram: 1, gpu: null } }, { limits: { cpu: [NO_NUMBER], gpu: [NO_NUMBER] } }],
  [{ tags: ['a', 5, 'b', 6] }, { tags: { 1: ['Not a valid string.'], 3: ['Not a valid string.'] } }],
  [{ owner: { address: { city: 5 } } }, { owner: { address: { city: ['Not a valid string.'] } } }],
  [
    { items: [{ type: 'a' }, { type: 5, amount: 'b' }, { type: 'c' }] },
    { items: [{}, { type: ['Not a valid string.'], amount: [NO_NUMBER] }, {}] },
  ],
])('the problems of %j have its shape', (given, expected) => {
  expect(problemsOf(given)).toEqual(expected)
})

test('an element that is no object is named in the list, too', () => {
  const { items } = problemsOf({ items: ['x', { type: 5 }] }) as { items: unknown[] }
  expect(items).toEqual([{ non_field_errors: [expect.any(String)] }, { type: ['Not a valid string.'] }])
})

test('fields without problems are looked up although others have some', async () => {
  const given = { name: 'a', tags: [5], unknown: 'x' }
  const { fields, issues } = parseFields(schema, given)
  const problems = new Problems()
  problems.addIssues(issues, given)
  const seen: unknown[] = []
  const lookUp = (_context: never, value: never) => {
    seen.push(value)
    throw new FieldError('There is none.')
  }
  await problems.resolve(fields, { name: lookUp, tags: lookUp, limits: lookUp }, {})
  expect(seen).toEqual(['a'])
  expect(() => {
    problems.throwIfAny()
  }).toThrow(JSON.stringify({ tags: { 0: ['Not a valid string.'] }, name: ['There is none.'] }))
})

test('any other refusal of a look-up ends the request at once', async () => {
  const forbid = () => {
    throw new Forbidden()
  }
  const resolving = new Problems().resolve({ name: 'a' }, { name: forbid }, {})
  await expect(resolving).rejects.toBeInstanceOf(Forbidden)
})
