import { z } from 'zod'
import { decimal } from '../wire.ts'

export const NestedPriceEstimate = z
  .object({
    total: decimal(),
    current: decimal(),
    tax: decimal(),
    tax_current: decimal(),
  })
  .partial()
  .meta({ id: 'NestedPriceEstimate' })
