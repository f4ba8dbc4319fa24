/** An exact decimal number: its value times 10^10. */
export type Decimal = bigint

const DIGITS = 10
const ONE = 10n ** BigInt(DIGITS)

export const parseDecimal = (text: string): Decimal => {
  const match = /^(-?)(\d+)(?:\.(\d{1,10}))?$/.exec(text)
  if (!match) throw new Error(`Not a decimal: ${text}`)
  const value = BigInt((match[2] ?? '') + (match[3] ?? '').padEnd(DIGITS, '0'))
  return match[1] ? -value : value
}

export const fromInteger = (value: number): Decimal => BigInt(value) * ONE

/** `numerator / denominator`, rounded up to two digits: the share of a period that is billed. */
export const shareRoundedUp = (numerator: number, denominator: number): Decimal =>
  BigInt(Math.ceil((numerator * 100) / denominator)) * (ONE / 100n)

/** Exact as long as the product has no more than ten fraction digits. */
export const multiply = (a: Decimal, b: Decimal): Decimal => (a * b) / ONE

/** Cents, rounded away from zero, as a decimal. */
export const roundUpToCents = (value: Decimal): Decimal => {
  const cent = ONE / 100n
  const rest = value % cent
  if (rest === 0n) return value
  return value - rest + (value > 0n ? cent : -cent)
}

/** Fixed-point text with `digits` fraction digits; further digits are cut off. */
export const formatDecimal = (value: Decimal, digits = DIGITS): string => {
  const absolute = value < 0n ? -value : value
  const fraction = (absolute % ONE).toString().padStart(DIGITS, '0').slice(0, digits)
  return `${value < 0n ? '-' : ''}${absolute / ONE}${digits > 0 ? `.${fraction}` : ''}`
}
