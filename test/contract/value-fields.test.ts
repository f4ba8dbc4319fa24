import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { uuidField } from '../../contract/fields.ts'
import { compareDecimals, ExactNumber } from '../../contract/decimals.ts'
import {
  choiceField,
  dateField,
  decimalField,
  dictField,
  emailField,
  floatField,
  integerField,
  jsonField,
  jsonText,
  listField,
  mapField,
  nullable,
  numberChoiceField,
} from '../../contract/value-fields.ts'
import { parseExactJson } from '../../server/http/json.ts'

/** What a field makes of a value: the value, or its messages. */
const read = (field: z.ZodType, value: unknown): unknown => {
  const parsed = z.object({ field }).safeParse(value === undefined ? {} : { field: value })
  return parsed.success ? parsed.data.field : parsed.error.issues.map(({ message }) => message)
}

const REQUIRED = ['This field is required.']
const NOT_NULL = ['This field may not be null.']

describe('every kind of field', () => {
  const fields = {
    integer: integerField(),
    decimal: decimalField({ digits: 5, places: 2 }),
    float: floatField(),
    date: dateField(),
    choice: choiceField(['a', 'b']),
    'number choice': numberChoiceField([1, 2]),
    email: emailField(),
    dict: dictField(),
    list: listField(integerField()),
    map: mapField(integerField()),
  }
  test.each(Object.entries(fields))('%s is required, and may be null only when it says so', (_name, field) => {
    expect(read(field, undefined)).toEqual(REQUIRED)
    expect(read(field, null)).toEqual(NOT_NULL)
    expect(read(nullable(field), null)).toBeNull()
    expect(read(nullable(field), '')).toBeNull()
    expect(read(nullable(field), undefined)).toEqual(REQUIRED)
    expect(read(nullable(field).optional(), undefined)).toBeUndefined()
  })
})

test('whole numbers', () => {
  const field = integerField({ min: 1, max: 300 })
  expect(read(field, 7)).toBe(7)
  expect(read(field, ' 7 ')).toBe(7)
  expect(read(field, '7.00')).toBe(7)
  for (const value of [7.5, '7.5', 'x', '', true, [], {}, '1e2', '1'.repeat(16), new ExactNumber('1'.repeat(30))]) {
    expect(read(field, value), JSON.stringify(value)).toEqual(['A valid integer is required.'])
  }
  expect(read(field, 0)).toEqual(['Ensure this value is greater than or equal to 1.'])
  expect(read(field, 301)).toEqual(['Ensure this value is less than or equal to 300.'])
})

test('decimals stay text and keep every digit', () => {
  const price = decimalField({ digits: 22, places: 10, min: '0', max: '999999999999' })
  expect(read(price, '12.3400000000')).toBe('12.3400000000')
  expect(read(price, 12.34)).toBe('12.34')
  expect(read(price, 1e-7)).toBe('0.0000001')
  expect(read(price, '1.5e3')).toBe('1500')
  expect(read(price, '0012')).toBe('12')
  expect(read(price, '-0.00')).toBe('0.00')
  expect(read(price, new ExactNumber('123456789012.0123456789'))).toBe('123456789012.0123456789')
  for (const value of ['', 'x', '1,5', 'NaN', 'Infinity', '1e99', '.', '-', true, {}]) {
    expect(read(price, value), JSON.stringify(value)).toEqual(['A valid number is required.'])
  }
  expect(read(price, '-0.01')).toEqual(['Ensure this value is greater than or equal to 0.'])
  expect(read(price, '1000000000000')).toEqual([
    'Ensure that there are no more than 12 digits before the decimal point.',
  ])
  expect(read(price, '0.00000000001')).toEqual(['Ensure that there are no more than 10 decimal places.'])
  expect(read(price, '1'.repeat(23))).toEqual(['Ensure that there are no more than 22 digits in total.'])
})

test('decimals compare exactly', () => {
  expect(compareDecimals('0.1', '0.10')).toBe(0)
  expect(compareDecimals('-1.5', '-1.49')).toBe(-1)
  expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1)
})

test('dates, choices, addresses, coordinates', () => {
  const wrong = ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.']
  expect(read(dateField(), '2024-02-29')).toBe('2024-02-29')
  for (const value of ['2023-02-29', '29.02.2024', '2024-02-29T00:00:00Z', 20240229]) {
    expect(read(dateField(), value)).toEqual(wrong)
  }
  expect(read(choiceField(['a', 'b']), 'c')).toEqual(['"c" is not a valid choice.'])
  expect(read(choiceField(['a', 'b']), { a: 1 })).toEqual(['"dict" is not a valid choice.'])
  expect(read(numberChoiceField([1, 2]), '2')).toBe(2)
  expect(read(numberChoiceField([1, 2]), 3)).toEqual(['"3" is not a valid choice.'])
  expect(read(emailField(), 'sample@example.org')).toBe('sample@example.org')
  for (const value of ['sample', 'a@b', 'a b@example.org', '@example.org']) {
    expect(read(emailField(), value)).toEqual(['Enter a valid email address.'])
  }
  expect(read(emailField({ blank: true }), '')).toBe('')
  expect(read(floatField({ min: -90, max: 90 }), '59.4')).toBe(59.4)
  expect(read(floatField({ min: -90, max: 90 }), 91)).toEqual(['Ensure this value is less than or equal to 90.'])
  expect(read(floatField(), '1e999')).toEqual(['A valid number is required.'])
})

test('objects and lists, in forms as JSON text', () => {
  expect(read(dictField(), { a: [1] })).toEqual({ a: [1] })
  expect(read(dictField(), '{"a": 1}')).toEqual({ a: 1 })
  for (const value of [[], 'x', 5, true]) expect(read(dictField(), value)).toEqual(['Dictionary is expected.'])
  expect(read(dictField(), { a: 'x\0' })).toEqual(['Null characters are not allowed.'])
  expect(read(jsonField(), null)).toBeNull()
  expect(read(listField(uuidField()), 'x')).toEqual(['Expected a list of items but got type "str".'])
  expect(read(listField(uuidField(), { nonempty: true }), [])).toEqual(['This list may not be empty.'])
  expect(read(mapField(decimalField({ digits: 5, places: 2 })), { cpu: 1.25, ram: '2' })).toEqual({
    cpu: '1.25',
    ram: '2',
  })
  expect(read(mapField(integerField()), [])).toEqual(['Expected a dictionary of items but got type "list".'])
})

test('JSON keeps the numbers that a JavaScript number would round', () => {
  const parse = (text: string) => parseExactJson(text, (_key, value) => value)
  expect(parse('{"a": 1.5, "b": "12345678901234567890"}')).toEqual({ a: 1.5, b: '12345678901234567890' })
  const exact = parse(
    '{"price": 1234567890.0123456789, "big": [12345678901234567890], "text": "1234567890.0123456789"}',
  )
  expect(exact).toEqual({
    price: new ExactNumber('1234567890.0123456789'),
    big: [new ExactNumber('12345678901234567890')],
    text: '1234567890.0123456789',
  })
  expect(jsonText(exact)).toBe(
    '{"price":1234567890.0123456789,"big":[12345678901234567890],"text":"1234567890.0123456789"}',
  )
  for (const text of ['{"a": 01}', '{"a": 1234567890123456789', '[1234567890123456789,]', '']) {
    expect(() => parse(text), text).toThrow(SyntaxError)
  }
  expect(jsonText({ a: undefined, b: null, c: ['x"', true] })).toBe('{"b":null,"c":["x\\"",true]}')
})
