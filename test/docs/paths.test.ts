import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { blocks, documents, inlineCode, relativeLinks, ROOT, textOf } from './markdown.ts'

test.each(documents)('every relative link of %s leads to a file', (document) => {
  const missing = relativeLinks(document).filter((target) => !existsSync(join(ROOT, dirname(document), target)))
  expect(missing).toEqual([])
})

/** Made while Purveyor runs, or on other machines. */
const NOT_IN_THE_REPOSITORY = new Set(['data/', '/var/lib/purveyor', 'PURVEYOR_DATA/cluster-location', 'index.ts'])

const TOP = new Set(readdirSync(ROOT))

/** Whether this names a file or folder of ours; requests, media types, options and placeholders are none. */
const isPath = (code: string): boolean =>
  /^[\w.@/-]+$/.test(code) && (TOP.has(code.split('/')[0] ?? '') || /\.(?:ts|js|json|sql|md|yaml)$/.test(code))

test.each(documents)('every path in the text of %s exists', (document) => {
  const paths = inlineCode(document).filter((code) => isPath(code) && !NOT_IN_THE_REPOSITORY.has(code))
  const missing = paths.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'server/http', path)))
  expect(missing).toEqual([])
})

/** The paths of a drawn tree of two levels. What a line names after a folder lies in that folder. */
const treePaths = (tree: string): string[] => {
  let top = ''
  return tree.split('\n').flatMap((line) => {
    const [first = '', ...rest] = line.match(/(?<=^|[\s(])[\w.-]+(?:\/|\.(?:ts|js|json|sql))(?=[\s,:)]|$)/g) ?? []
    if (!line.startsWith(' ')) top = ''
    const path = top + first
    const folder = first.endsWith('/') ? path : top
    if (!line.startsWith(' ')) top = first
    return [path, ...rest.map((name) => folder + name)]
  })
}

test('the tree of ARCHITECTURE.md is the tree of the repository', () => {
  const tree = blocks('ARCHITECTURE.md', '').find((block) => block.startsWith('contract/')) ?? ''
  const paths = treePaths(tree)
  expect(paths).toEqual(
    expect.arrayContaining(['contract/operations/', 'server/start.ts', 'test/harness/', 'scripts/']),
  )
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

/** Text of the sources of a folder. */
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => textOf(join(folder, name)))

test('every number of the compatibility ledger that code or tests name has one entry', () => {
  const folders = ['contract', 'server', 'cli', 'importer', 'demo', 'test']
  const named = folders.flatMap(sourcesIn).flatMap((text) => text.match(/\bC-0\d\d\b/g) ?? [])
  const entries = [...textOf('docs/compatibility.md').matchAll(/^\| (C-\d{3}) /gm)].map((match) => match[1])
  expect(named).toContain('C-021')
  expect([...new Set(named)].filter((number) => !entries.includes(number))).toEqual([])
  expect(entries.filter((number, index) => entries.indexOf(number) !== index)).toEqual([])
})
