import { z } from 'zod'
import { anyJson, text } from '../wire.ts'

export const EventMetadataResponse = z
  .object({ event_groups: z.record(z.string(), z.array(text())) })
  .meta({ id: 'EventMetadataResponse' })

export const PermissionMetadataResponse = z
  .object({
    /** Values by key, as constants of a program are called. */
    roles: z.record(z.string(), text()),
    permissions: z.record(z.string(), text()),
    /** Which permission grants roles, by kind of scope. */
    permission_map: z.record(z.string(), text()),
    permission_descriptions: z.array(z.record(z.string(), anyJson())),
  })
  .meta({ id: 'PermissionMetadataResponse' })
