import { expect, test } from 'vitest'
import { slugify, slugParts, slugPrefix } from './slug.ts'

test.each([
  ['Example HPC cluster', 'example-hpc-cluster'],
  ['  Café -- Ünïcode!  ', 'cafe-unicode'],
  ['under_score_', 'under_score'],
  ['a.b@c', 'abc'],
  ['Ελληνικά', ''],
])('slugify(%j) is %j', (text, slug) => {
  expect(slugify(text)).toBe(slug)
})

test('a prefix has eight characters', () => {
  expect(slugPrefix('Computing')).toBe('computin')
  expect(slugPrefix('HPC')).toBe('hpc')
})

test('parts of a numbered slug', () => {
  expect(slugParts('computin-12')).toEqual({ prefix: 'computin', number: 12 })
  expect(slugParts('a-1-2')).toEqual({ prefix: 'a-1', number: 2 })
  expect(slugParts('computing')).toBeUndefined()
  expect(slugParts('computin-12x')).toBeUndefined()
})
