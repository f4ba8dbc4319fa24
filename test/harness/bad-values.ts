// Values that servers have stumbled over, for every parameter and every field.

const UUID = '5d41402abc4b4a769719d911017c592a'

/** Texts, each to be sent where anything may be expected. */
export const BAD_TEXTS: readonly string[] = [
  // Nothing and nearly nothing.
  '',
  '\0',
  'a\0b',
  '%00',
  // UUIDs, well-formed and not.
  UUID,
  '5d41402a-bc4b-4a76-9719-d911017c592a',
  '{5d41402a-bc4b-4a76-9719-d911017c592a}',
  'urn:uuid:5d41402a-bc4b-4a76-9719-d911017c592a',
  '5d41402abc4b-4a769719-d911017c592a',
  UUID.replace('5', 'g'),
  `${UUID},${UUID},`,
  // Dates and instants.
  '0000-01-01',
  '0001-01-01T00:00:00+14:00',
  '-0001-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59-14:00',
  '10000-01-01',
  '2023-02-29',
  '2016-12-31T23:59:60Z',
  '2024-01-01T00:00:00+99:99',
  'infinity',
  // Numbers.
  '0',
  '-1',
  '1.5',
  '9223372036854775808',
  'NaN',
  '1e309',
  '٣',
  // Words of programs and databases.
  'null',
  'None',
  '__proto__',
  'constructor',
  `'";--`,
  `' or '1'='1`,
  `1); drop table app_user; --`,
  '%_%_%',
  '\\',
  '.*(a+)+$',
  '{"a":1}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'https://elsewhere.example.org/api/customers/x/',
  '-created,-created,created',
  // Unicode.
  '\u202eabc\u202c',
  '\ufffd\uffff',
  'é\u0301',
  '𝄞'.repeat(50),
  'İıßﬃ',
]

/** Too large to be sent everywhere at once. */
export const HUGE_TEXTS: readonly string[] = ['x'.repeat(1_048_576), ','.repeat(3_000), `${UUID},`.repeat(2_000)]

/** Further values of JSON, as they are written there. */
export const BAD_JSON: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '9223372036854775808',
  '1e309',
  '-1e309',
  '1e-400',
  '[]',
  '[null]',
  '["a", "a"]',
  '[[[[]]]]',
  '{}',
  '{"__proto__": {"a": 1}}',
  '{"length": 5}',
  '{"filename": "a.png", "content": "a"}',
  String.raw`"\u0000"`,
  String.raw`"\ud800"`,
  `${'['.repeat(90)}${']'.repeat(90)}`,
]
