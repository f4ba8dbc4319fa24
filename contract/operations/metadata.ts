import { operation } from '../operation.ts'
import { EventMetadataResponse, PermissionMetadataResponse } from '../schemas/metadata.ts'
import { ok } from './shared.ts'

const tag = 'metadata'

/** What client programs need to know to offer choices. */
export const metadataOperations = {
  metadata_events_retrieve: operation({
    method: 'get',
    path: '/api/metadata/events/',
    tag,
    summary: 'Get the types of events by group',
    success: ok(EventMetadataResponse),
    anonymous: true,
  }),
  metadata_permissions_retrieve: operation({
    method: 'get',
    path: '/api/metadata/permissions/',
    tag,
    summary: 'Get the names of roles and permissions',
    success: ok(PermissionMetadataResponse),
    anonymous: true,
  }),
} as const
