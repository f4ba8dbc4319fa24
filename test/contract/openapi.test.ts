import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { operationIds } from '../../contract/index.ts'
import { openApiDocument } from '../../contract/openapi.ts'
import { packageVersion } from '../../server/lib/package.ts'
import { startTestApp } from '../harness/index.ts'

const { app } = await startTestApp()

const document = JSON.parse(JSON.stringify(openApiDocument(packageVersion()))) as Record<string, unknown>

test('the schema is served as JSON and, on request, as YAML', async () => {
  const json = await app.inject('/api/schema/')
  expect(json.headers['content-type']).toMatch(/^application\/json/)
  expect(json.json()).toEqual(document)
  const byHeader = await app.inject({ url: '/api/schema/', headers: { accept: 'application/yaml' } })
  const byQuery = await app.inject('/api/schema/?format=yaml')
  for (const yaml of [byHeader, byQuery]) {
    expect(yaml.headers['content-type']).toMatch(/^application\/yaml/)
    expect(parse(yaml.payload)).toEqual(document)
  }
})

test('every reference in the document resolves', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
  expect(references.length).toBeGreaterThan(200)
  for (const path of references) {
    const target = path.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document)
    expect(target, path).toBeTypeOf('object')
  }
})

test('operation ids are unique and every operation is described', () => {
  const ids = [...JSON.stringify(document.paths).matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of operationIds) expect(ids).toContain(id)
})

test('the documentation page and its viewer are served from the package', async () => {
  const page = await app.inject('/docs/')
  expect(page.headers['content-type']).toMatch(/^text\/html/)
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
  for (const [, file = ''] of page.payload.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const asset = await app.inject(`/docs/${file}`)
    expect(asset.statusCode, file).toBe(200)
  }
  expect((await app.inject('/docs')).headers.location).toBe('/docs/')
})
