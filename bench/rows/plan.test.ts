import { expect, test } from 'vitest'
import { bills } from './bills.ts'
import { catalogue, organizations } from './catalogue.ts'
import { people } from './people.ts'
import { planOf } from './plan.ts'
import { resources } from './resources.ts'
import { PROVIDER_SLUGS, SHAPES, shapeOf, type Shape } from './shape.ts'
import type { Cell, Table } from './table.ts'

const MONTH = new Date(Date.UTC(2026, 2, 1))
const ROLES = { 'CUSTOMER.OWNER': 1, 'PROJECT.ADMIN': 2, 'PROJECT.MANAGER': 3, 'PROJECT.MEMBER': 4 }

const tablesOf = (shape: Shape, seed: number): Table[] => {
  const plan = planOf(shape, seed, MONTH)
  return [...organizations(plan), ...people(plan, ROLES), ...catalogue(plan), ...resources(plan), ...bills(plan)]
}

const rowsOf = (shape: Shape, seed: number, name: string): (readonly Cell[])[] => [
  ...(tablesOf(shape, seed).find((table) => table.name === name)?.rows ?? []),
]

const small = shapeOf('site-agent', 2_000)

test('the same seed gives the same rows, another one others', () => {
  const all = (seed: number) => tablesOf(small, seed).map(({ name, rows }) => [name, [...rows]])
  expect(all(1)).toEqual(all(1))
  expect(rowsOf(small, 2, 'resource')).not.toEqual(rowsOf(small, 1, 'resource'))
})

test.each(SHAPES)('the named providers of the shape %s hold their shares', (name) => {
  const plan = planOf(shapeOf(name, 100_000), 1, MONTH)
  const held = new Map<string, number>()
  for (const { offering } of plan.resources()) {
    const provider = plan.providers[Math.ceil(offering / plan.shape.offeringsPerProvider) - 1] ?? ''
    held.set(provider, (held.get(provider) ?? 0) + 1)
  }
  const shares = PROVIDER_SLUGS.map((slug) => (held.get(slug) ?? 0) / 100_000)
  for (const [index, share] of [0.2, 0.01, 0.004, 0.0005].entries()) {
    expect(shares[index]).toBeGreaterThan(share * 0.8)
    expect(shares[index]).toBeLessThan(share * 1.25)
  }
})

test('nothing breaks a unique constraint', () => {
  const columns = { user_role: [2, 3, 4, 5], offering_user: [3, 4], ssh_key: [2, 3], invoice: [2, 4, 5] }
  for (const [table, key] of Object.entries(columns)) {
    const keys = rowsOf(small, 1, table).map((row) => key.map((column) => row[column]).join(' '))
    expect(new Set(keys).size, table).toBe(keys.length)
  }
  for (const { name, columns: names, rows } of tablesOf(small, 1)) {
    const position = names.indexOf('uuid')
    if (position < 0) continue
    const uuids = [...rows].map((row) => row[position])
    expect(new Set(uuids).size, name).toBe(uuids.length)
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})
