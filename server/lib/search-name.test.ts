import { expect, test } from 'vitest'
import { searchName } from './search-name.ts'

test.each([
  ['Zoë Příklad', 'Zoe Priklad'],
  ['Ελένη Sample', ' Sample'],
  ['ﬁrst Person', 'first Person'],
  ['', ''],
])('%j is searched as %j', (name, expected) => {
  expect(searchName(name)).toBe(expected)
})
