import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { openApiDocument } from '../../contract/openapi.ts'
import type { Digest } from '../contract/digest.ts'
import type { ProviderOperationId } from './matrix.ts'
import { entriesOf, ORDER_KEYS, PARAMETERS, type Classes } from './parameters.ts'

// The tables of parameters against the contract: nothing missing, nothing twice, and what is said to be visible is.

const ids = operationIds.filter((id) =>
  definitionOf(id).path.startsWith('/api/marketplace-service-providers/'),
) as ProviderOperationId[]

const parametersOf = (id: ProviderOperationId): string[] => Object.keys(definitionOf(id).query?.shape ?? {})

/** All names of a row of a table. */
const classified = (classes: Partial<Classes> | undefined): string[] =>
  Object.values(classes ?? {}).flatMap((words: string) => entriesOf(words).map(({ name }) => name))

interface Schema {
  items?: { $ref: string }
  enum?: string[]
}
const document = JSON.parse(JSON.stringify(openApiDocument('0'))) as {
  paths: Record<string, Record<string, { parameters?: { name: string; schema: Schema }[] }>>
  components: { schemas: Record<string, Schema> }
}

/** The documented keys of `o`, without the descending ones. */
const orderKeysOf = (id: ProviderOperationId): string[] => {
  const { path } = definitionOf(id)
  const order = document.paths[path]?.get?.parameters?.find(({ name }) => name === 'o')
  const component = order?.schema.items?.$ref.split('/').at(-1) ?? ''
  return (document.components.schemas[component]?.enum ?? []).filter((key) => !key.startsWith('-'))
}

describe.each(ids.filter((id) => parametersOf(id).length > 0))('%s', (id) => {
  test('has a class for every parameter', () => {
    expect(classified(PARAMETERS[id]).toSorted()).toEqual(parametersOf(id).toSorted())
  })

  test('has a class for every key of its order', () => {
    expect(classified(ORDER_KEYS[id]).toSorted()).toEqual(orderKeysOf(id).toSorted())
  })

  test('shows what its visible parameters and keys are about', () => {
    const { schema } = definitionOf(id).success as { schema: { element?: z.ZodObject } }
    // The list of types has no rows of its own: it is about the offerings.
    const rows = id.endsWith('_types_list')
      ? definitionOf('marketplace_service_providers_offerings_list').success.schema
      : schema
    const keys = Object.keys((rows as { element?: z.ZodObject }).element?.shape ?? {})
    const claimed = [...entriesOf(PARAMETERS[id]?.visible), ...entriesOf(ORDER_KEYS[id]?.visible)]
    expect(claimed.map(({ shownBy }) => shownBy).filter((key) => !keys.includes(key))).toEqual([])
  })
})

test('the published parameters are all among them', () => {
  const file = join(import.meta.dirname, '../contract/published-8.0.5.json')
  const published = JSON.parse(readFileSync(file, 'utf8')) as Digest
  const parameters = Object.entries(published.operations).flatMap(([id, { parameters }]) =>
    Object.entries(parameters).map(([name, type]) => ({ id, name, isQuery: type.startsWith('query') })),
  )
  expect(parameters).toHaveLength(263)
  const missing = parameters.filter(({ id, name, isQuery }) => {
    const list = id === 'marketplace_service_providers_count' ? 'marketplace_service_providers_list' : id
    return isQuery && !classified(PARAMETERS[list as ProviderOperationId]).includes(name)
  })
  expect(missing).toEqual([])
})
