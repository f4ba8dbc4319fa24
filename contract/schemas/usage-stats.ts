import { z } from 'zod'
import { integer, text, uuid } from '../wire.ts'

export const ComponentStats = z
  .object({
    type: text(),
    name: text(),
    description: text(),
    measured_unit: text(),
    billing_type: text(),
    usage: integer(),
    limit_usage: integer(),
    limit: integer(),
    offering_name: text(),
    offering_uuid: uuid(),
  })
  .meta({ id: 'ComponentStats' })

/** How much the resources of a project or an organization use of what they may use. */
export const ComponentsUsageStats = z
  .object({ components: z.array(ComponentStats) })
  .meta({ id: 'ComponentsUsageStats' })
