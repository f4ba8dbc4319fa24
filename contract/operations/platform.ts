import { z } from 'zod'
import { operation } from '../operation.ts'
import { Version } from '../schemas/identity.ts'
import { ok } from './shared.ts'

export const platformOperations = {
  version_retrieve: operation({
    method: 'get',
    path: '/api/version/',
    tag: 'platform',
    summary: 'Get the version of the API that is spoken',
    success: ok(Version),
  }),
  configuration_retrieve: operation({
    method: 'get',
    path: '/api/configuration/',
    tag: 'platform',
    summary: 'Get public settings of this deployment',
    success: ok(z.record(z.string(), z.unknown())),
    anonymous: true,
  }),
  media_retrieve: operation({
    method: 'get',
    path: '/api/media/{uuid}/',
    tag: 'platform',
    summary: 'Get a stored file',
    success: { status: 200, schema: z.unknown(), contentType: '*/*' },
    anonymous: true,
    addition: true,
  }),
} as const
