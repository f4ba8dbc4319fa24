import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PERMISSIONS } from '../../server/access/permissions.ts'
import type { Digest } from './digest.ts'

const published = JSON.parse(readFileSync(join(import.meta.dirname, 'surrounding-8.0.5.json'), 'utf8')) as Digest

test('the permissions that a role may list are the published ones', () => {
  const { permissions } = published.schemas.PermissionMetadataResponse as Record<string, string>
  const names = [...(permissions ?? '').matchAll(/"([A-Z_.]+)"/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(100)
  expect([...PERMISSIONS].toSorted()).toEqual(names.toSorted())
})
