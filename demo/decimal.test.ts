import { describe, expect, it } from 'vitest'

import { formatDecimal, fromInteger, multiply, parseDecimal, roundUpToCents, shareRoundedUp } from './decimal.ts'

describe('decimals', () => {
  it.each([
    ['0.01375', '4000.1234', '55.00169675'],
    ['-12.34567', '1', '-12.34567'],
    ['0', '7', '0'],
  ])('multiply %s by %s without loss', (a, b, product) => {
    expect(multiply(parseDecimal(a), parseDecimal(b))).toBe(parseDecimal(product))
  })

  it.each([
    ['0.001', '0.01'],
    ['-0.001', '-0.01'],
    ['1.25', '1.25'],
    ['-7.3333', '-7.34'],
  ])('round %s away from zero to %s', (value, cents) => {
    expect(formatDecimal(roundUpToCents(parseDecimal(value)), 2)).toBe(cents)
  })

  it('bill a third of a month as 0.34', () => {
    expect(formatDecimal(shareRoundedUp(10, 30), 2)).toBe('0.34')
    expect(shareRoundedUp(31, 31)).toBe(fromInteger(1))
  })

  it('are written with a fixed number of digits', () => {
    expect(formatDecimal(parseDecimal('-0.5'))).toBe('-0.5000000000')
    expect(formatDecimal(fromInteger(12), 0)).toBe('12')
  })

  it('refuse what is not a decimal', () => {
    expect(() => parseDecimal('1e3')).toThrow('Not a decimal: 1e3')
  })
})
