import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { leftOut } from '../../contract/left-out/index.ts'
import { openApiDocument } from '../../contract/openapi.ts'
import { accountsDeviations } from './deviations/accounts.ts'
import { billingDeviations } from './deviations/billing.ts'
import { catalogueDeviations } from './deviations/catalogue.ts'
import { identityDeviations } from './deviations/identity.ts'
import { ordersDeviations } from './deviations/orders.ts'
import { organizationsDeviations } from './deviations/organizations.ts'
import { digestOf, type Digest } from './digest.ts'

// The served document against the published contract of everything around the service-provider operations: each
// published operation is either built, and then every published fact of it and of the schemas that it reaches holds, or
// it is listed as left out, with the reason.

const published = JSON.parse(readFileSync(join(import.meta.dirname, 'surrounding-8.0.5.json'), 'utf8')) as Digest
const own = digestOf(JSON.parse(JSON.stringify(openApiDocument('0'))))

const DEVIATIONS = {
  ...identityDeviations,
  ...organizationsDeviations,
  ...catalogueDeviations,
  ...ordersDeviations,
  ...billingDeviations,
  ...accountsDeviations,
}

const built = Object.keys(published.operations).filter((id) => id in own.operations)

test('every published operation is built or left out, and none is both', () => {
  // Every GET answers HEAD, too.
  const answered = new Set(operationIds.map((id) => definitionOf(id)).map(({ method, path }) => `${method} ${path}`))
  const unbuilt = Object.entries(published.operations)
    .filter(([id, { method, path }]) => !(id in own.operations) && !(method === 'head' && answered.has(`get ${path}`)))
    .map(([id]) => id)
  expect(Object.keys(leftOut).toSorted()).toEqual(unbuilt.toSorted())
})

test('what is left out is named as published', () => {
  const paths = Object.fromEntries(Object.entries(leftOut).map(([id, { method, path }]) => [id, { method, path }]))
  const expected = Object.keys(leftOut).map((id) => {
    const { method, path } = published.operations[id]!
    return [id, { method, path }]
  })
  expect(paths).toEqual(Object.fromEntries(expected))
})

/** Components that a type names. */
const componentsOf = (type: string): string[] => [...type.matchAll(/@(\w+)/g)].map(([, name]) => name ?? '')

/** Components that the built operations send or take, and those that these are made of. */
const reachable = (): string[] => {
  const found = new Set<string>()
  const visit = (type: string): void => {
    for (const name of componentsOf(type)) {
      if (found.has(name) || !(name in published.schemas)) continue
      found.add(name)
      const schema = published.schemas[name] ?? ''
      for (const inner of typeof schema === 'string' ? [schema] : Object.values(schema)) visit(inner)
    }
  }
  for (const id of built) {
    const { bodies, answers, parameters } = published.operations[id]!
    for (const name of Object.values(bodies).flatMap(componentsOf)) found.add(name)
    for (const type of [...Object.values(answers), ...Object.values(parameters)]) visit(type)
  }
  return [...found].filter((name) => name !== 'NullEnum' && name !== 'BlankEnum').sort()
}

/** Facts as flat `path → text`. */
const flatten = (value: unknown, path: string, facts = new Map<string, string>()): Map<string, string> => {
  if (typeof value === 'string') facts.set(path, value)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, `${path}/${key}`, facts)
  }
  return facts
}

/** Bodies are validated by fields of their own: an object or a list of objects is documented as such, not by its name. */
const isOpaqueBody = (fact: string, text: string, mine: string | undefined): boolean =>
  requestComponents.has(fact.split('/')[1] ?? '') &&
  text.includes('@') &&
  /^(?:any|object|map<.*>|array<(?:any|object|map<.*>)>)(?: \| null)?$/.test(mine?.replace(/\*$/, '') ?? '')

const requestComponents = new Set(
  built.flatMap((id) => Object.values(published.operations[id]!.bodies).flatMap(componentsOf)),
)

const used = new Set<string>()

/** What of the published facts below a path does not hold and is no named deviation: path → [published, ours]. */
const differences = (path: string, wanted: unknown, have: unknown): Record<string, [string, string | undefined]> => {
  const ours = flatten(have, path)
  const wrong: Record<string, [string, string | undefined]> = {}
  for (const [fact, text] of flatten(wanted, path)) {
    const mine = ours.get(fact)
    if (mine === text || isOpaqueBody(fact, text, mine)) continue
    const deviation = DEVIATIONS[fact]
    if (deviation !== undefined && deviation[0] === mine) used.add(fact)
    else wrong[fact] = [text, mine]
  }
  return wrong
}

describe('built operations', () => {
  test.each(built)('%s is as published', (id) => {
    expect(differences(`operations/${id}`, published.operations[id], own.operations[id])).toEqual({})
  })
})

describe('schemas that they reach', () => {
  test.each(reachable())('%s is as published', (name) => {
    expect(differences(`schemas/${name}`, published.schemas[name], own.schemas[name])).toEqual({})
  })
})

test('every named deviation exists, and stands in the ledger', () => {
  expect(Object.keys(DEVIATIONS).filter((fact) => !used.has(fact))).toEqual([])
  const ledger = readFileSync(join(import.meta.dirname, '../../docs/compatibility.md'), 'utf8')
  for (const [, entry] of Object.values(DEVIATIONS)) expect(ledger).toContain(`| ${entry} |`)
})

test('operations of our own on the published paths say so', () => {
  const collections = new Set(Object.values(published.operations).map(({ path }) => path.split('/')[2]))
  for (const id of operationIds) {
    const definition = definitionOf(id)
    if (!collections.has(definition.path.split('/')[2])) continue
    expect(definition.addition === true, id).toBe(!(id in published.operations))
  }
})
