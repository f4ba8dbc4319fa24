import type { z } from 'zod'

// Numbers that JavaScript's own would round.

/** Exact decimal as text; the only form in which amounts and money travel through the program. */
export type Decimal = string & z.BRAND<'Decimal'>

/**
 * A number of a JSON body that no JavaScript number can hold exactly, as its text. The reader of bodies makes these, so
 * that nothing is rounded before it is looked at.
 */
export class ExactNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Plain notation of a number that may carry an exponent; undefined when it is none or far too long. */
export const plainDecimal = (text: string): string | undefined => {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole + fraction === '' || Math.abs(Number(exponent)) > 60) return undefined
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 0)
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const after = padded.slice(at)
  const isZero = /^0*$/.test(before + after)
  return `${sign === '-' && !isZero ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`
}

/** Compares two decimals in plain notation exactly: negative, zero or positive. */
export const compareDecimals = (left: string, right: string): number => {
  const scale = Math.max(...[left, right].map((text) => text.split('.')[1]?.length ?? 0))
  const scaled = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(whole + fraction.padEnd(scale, '0'))
  }
  const [a, b] = [scaled(left), scaled(right)]
  return a < b ? -1 : a > b ? 1 : 0
}
