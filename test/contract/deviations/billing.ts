import type { Deviations } from './deviations.ts'

export const billingDeviations: Deviations = {
  'schemas/ComponentUsage/usage': ['number:double', 'C-140'],
  'schemas/ComponentUserUsage/usage': ['number:double', 'C-140'],
}
