import fc from 'fast-check'

/** How often a property is tried: `few` while developing, `many` when PROPERTY_RUNS=full, as in CI. */
export const runs = (few: number, many: number): number => (process.env.PROPERTY_RUNS === 'full' ? many : few)

/** The seed of this run, printed so that a failure can be repeated with PROPERTY_SEED. */
export const seed = (name: string): number => {
  const value = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`${name}: PROPERTY_SEED=${String(value)}\n`)
  return value
}

/** Texts that have broken parsers and databases. */
export const nastyText = fc.constantFrom(
  '',
  ' ',
  '\0',
  'a\0b',
  '%00',
  '\ud800',
  '\u202etxt',
  `'";--`,
  "' or 1=1 --",
  '../../etc/passwd',
  '%',
  '_',
  '\\',
  '-1',
  '0',
  '9223372036854775808',
  'NaN',
  '1e309',
  'true',
  'null',
  '[]',
  '{}',
  '{"__proto__":1}',
  '__proto__',
  '0000-01-01',
  '9999-12-31T23:59:60Z',
  '2024-02-30',
  '2024-01-01T00:00:00+23:59',
  '00000000-0000-0000-0000-000000000000',
  '{00000000000000000000000000000000}',
  'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz',
  'x'.repeat(3_000),
  'Ωμέγα ß ﬁ',
)
