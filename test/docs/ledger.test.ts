import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, textOf } from './markdown.ts'

// Every entry of the compatibility ledger is pinned by a test: one that names its number, or one of the ledger's table.

const ledger = textOf('docs/compatibility.md')
const entries = [...ledger.matchAll(/^\| (C-\d{3}) /gm)].map((match) => match[1] ?? '')
const table = [...ledger.matchAll(/^\| `(test\/[^`]+)` *\| (.+?) *\| ((?:C-\d{3}(?:, )?)+) *\|$/gm)].map(
  ([, file = '', title = '', numbers = '']) => ({ file, title, numbers: numbers.split(', ') }),
)

/** Tests, and the tables of deviations and of the authorization matrix, which tests hold to the letter. */
const isTest = (name: string): boolean =>
  /\.test\.ts$|(^|\/)test_\w+\.py$|(^|\/)contract\/deviations\/\w+\.ts$|(^|\/)access\/areas\/\w+\.ts$/.test(name)

const namedByTests = ['contract', 'server', 'cli', 'importer', 'demo', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(isTest)
    .flatMap((name) => textOf(join(folder, name)).match(/\bC-\d{3}\b/g) ?? []),
)

test('every entry is pinned by a test', () => {
  const pinned = new Set([...namedByTests, ...table.flatMap(({ numbers }) => numbers)])
  expect(entries.length).toBeGreaterThan(70)
  expect(entries.filter((number) => !pinned.has(number))).toEqual([])
})

test.each(table)('$file has the test "$title" for $numbers', ({ file, title, numbers }) => {
  expect(existsSync(join(ROOT, file))).toBe(true)
  expect(isTest(file)).toBe(true)
  expect(textOf(file).replaceAll("\\'", "'")).toContain(title)
  expect(numbers.filter((number) => !entries.includes(number))).toEqual([])
})

test('the table is read whole', () => {
  const rows = ledger.split('## Tests')[1]?.match(/^\| `/gm) ?? []
  expect(table).toHaveLength(rows.length)
  expect(rows.length).toBeGreaterThan(40)
})
