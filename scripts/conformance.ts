// Makes docs/conformance.md from the published contract and the notes that the tests leave (CONTRACT_NOTES=1):
// what of every operation the tests exercise. With --check it fails when the document is stale or a row is not full.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Digest } from '../test/contract/digest.ts'
import { NOTES_DIRECTORY, type Exercised } from '../test/harness/notes.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs/conformance.md')
const published = JSON.parse(readFileSync(join(root, 'test/contract/published-8.0.5.json'), 'utf8')) as Digest

/** Secret options are stored JSON; that they are passed on is tested, not each of their names. */
const OPAQUE = new Set(['MergedSecretOptions', 'IPMapping'])

const exercised = new Map<string, { parameters: Set<string>; fields: Set<string>; cells: number }>()
for (const file of readdirSync(NOTES_DIRECTORY)) {
  const notes = JSON.parse(readFileSync(join(NOTES_DIRECTORY, file), 'utf8')) as Record<string, Exercised>
  for (const [operation, { parameters, fields, cells }] of Object.entries(notes)) {
    const sum = exercised.get(operation) ?? { parameters: new Set(), fields: new Set(), cells: 0 }
    for (const parameter of parameters) sum.parameters.add(parameter)
    for (const field of fields) sum.fields.add(field)
    sum.cells += cells
    exercised.set(operation, sum)
  }
}

/** Dotted paths of all fields of a type. */
const fieldsOf = (type: string, path = ''): string[] => {
  const component = /@(\w+)/.exec(type)?.[1]
  const schema = component === undefined || OPAQUE.has(component) ? undefined : published.schemas[component]
  if (schema === undefined || typeof schema === 'string') return []
  return Object.entries(schema).flatMap(([name, inner]) => {
    const here = path === '' ? name : `${path}.${name}`
    return [here, ...fieldsOf(inner, here)]
  })
}

/** What is not exercised, one line each. */
const gaps: string[] = []
const share = (have: ReadonlySet<string> | undefined, wanted: readonly string[], what: string): string => {
  const missing = wanted.filter((name) => !have?.has(name))
  if (missing.length > 0) gaps.push(`${what}: ${missing.join(', ')} not exercised`)
  return `${wanted.length - missing.length}/${wanted.length}`
}

const rows = Object.entries(published.operations).map(([id, facts]) => {
  const parameters = Object.entries(facts.parameters)
    .filter(([, type]) => type.startsWith('query'))
    .map(([name]) => name)
  const fields = Object.values(facts.answers).flatMap((answer) => fieldsOf(answer))
  const notes = exercised.get(id)
  const cells = notes?.cells ?? 0
  if (cells === 0) gaps.push(`${id}: no cell of the authorization matrix`)
  return `| \`${id}\` | ${share(notes?.parameters, parameters, `${id} parameters`)} | ${share(notes?.fields, fields, `${id} fields`)} | ${cells} |`
})

const content = `# Conformance

Made by \`npm run conformance\` from the published contract of release 8.0.5 and from what the tests send and receive; not
edited by hand. Parameters count when a test sends them on purpose, response fields (those of nested objects included)
when a validated answer held them, matrix cells when the authorization matrix checked caller, target and status. Random
requests do not count here: 30,000 of them run in addition over all operations (\`test/properties\`).

| Operation | Parameters tested / published | Fields seen / published | Matrix cells |
| --- | --- | --- | --- |
${rows.join('\n')}
`

const normalised = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---')

for (const gap of gaps) console.error(gap)

if (process.argv.includes('--check')) {
  const current = readFileSync(target, 'utf8')
  if (normalised(current) !== normalised(content)) {
    console.error('docs/conformance.md is stale. Run "npm run conformance" and commit the result.')
    process.exitCode = 1
  }
  if (gaps.length > 0) process.exitCode = 1
} else {
  writeFileSync(target, content)
  console.log(`wrote docs/conformance.md${gaps.length === 0 ? '' : ', not complete'}`)
}
