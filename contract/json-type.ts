import { ExactNumber } from './decimals.ts'

/** What the original calls the type of a JSON value in its messages. */
export const jsonTypeName = (value: unknown): string => {
  if (value instanceof ExactNumber) return /[.eE]/.test(value.text) ? 'float' : 'int'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (value === null) return 'NoneType'
  return Array.isArray(value) ? 'list' : 'dict'
}
