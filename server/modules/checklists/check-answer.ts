import { ExactNumber } from '../../../contract/decimals.ts'
import { emailField } from '../../../contract/value-fields.ts'
import { textField, urlField } from '../../../contract/fields.ts'
import { CountryEnum } from '../../../contract/schemas/countries.ts'
import { compareDecimals } from '../../../contract/decimals.ts'
import { decimalField, integerField } from '../../../contract/value-fields.ts'
import { canonicalUuid, parseDate, parseTimestamp } from '../../../contract/values.ts'
import type { z } from 'zod'
import type { Question } from './load.ts'

/** An answer as it is stored, or what is wrong with it. */
export type Checked = { value: unknown } | { problem: string }

const EXPECTS_LIST = 'Expected a list of items.'
const BYTES_PER_MEGABYTE = 1_048_576

const parsed = (schema: z.ZodType, value: unknown): Checked => {
  const result = schema.safeParse(value)
  return result.success ? { value: result.data } : { problem: result.error.issues[0]?.message ?? '' }
}

const checkText = (value: unknown, schema: z.ZodType = textField({ blank: false })): Checked =>
  typeof value === 'string' ? parsed(schema, value) : { problem: 'Not a valid string.' }

const checkNumber = (question: Question, value: unknown, isWhole: boolean): Checked => {
  if (typeof value !== 'number' && !(value instanceof ExactNumber)) {
    return { problem: isWhole ? 'A valid integer is required.' : 'A valid number is required.' }
  }
  const result = parsed(isWhole ? integerField() : decimalField({ digits: 30, places: 12 }), value)
  if ('problem' in result) return result
  const text = String(result.value)
  const { min_value: min, max_value: max } = question
  if (min !== null && compareDecimals(text, min) < 0) {
    return { problem: `Ensure this value is greater than or equal to ${shortest(min)}.` }
  }
  if (max !== null && compareDecimals(text, max) > 0) {
    return { problem: `Ensure this value is less than or equal to ${shortest(max)}.` }
  }
  return { value }
}

/** Without the zeros at the end of the fraction. */
const shortest = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal)

const checkOptions = ({ options, question_type }: Question, value: unknown): Checked => {
  if (!Array.isArray(value)) return { problem: EXPECTS_LIST }
  const known = new Set(options.map(({ uuid }) => uuid))
  const chosen = (value as unknown[]).map((member) => (typeof member === 'string' ? canonicalUuid(member) : undefined))
  const stranger = chosen.findIndex((uuid) => uuid === undefined || !known.has(uuid))
  if (stranger >= 0) return { problem: `${JSON.stringify(value[stranger])} is not a valid choice.` }
  if (question_type === 'single_select' && chosen.length !== 1) return { problem: 'Exactly one option is expected.' }
  if (chosen.length === 0) return { problem: 'This list may not be empty.' }
  return { value: [...new Set(chosen)].map((uuid) => uuid?.replaceAll('-', '')) }
}

interface GivenFile {
  name?: unknown
  content?: unknown
  mime_type?: unknown
}

const strings = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((member) => typeof member === 'string').map((text) => text.toLowerCase()) : []

/** A file is sent as `{"name", "content", "mime_type"}` with its content in base64 (C-205). */
const checkFile = (question: Question, given: unknown): Checked => {
  const { name, content, mime_type: mimeType = '' } = (typeof given === 'object' ? (given ?? {}) : {}) as GivenFile
  if (typeof name !== 'string' || name === '' || typeof content !== 'string' || typeof mimeType !== 'string') {
    return { problem: 'A file with name and content is expected.' }
  }
  const bytes = Buffer.from(content, 'base64')
  if (bytes.toString('base64') !== content) return { problem: 'The content of a file is expected in base64.' }
  const extensions = strings(question.allowed_file_types)
  if (extensions.length > 0 && !extensions.some((extension) => name.toLowerCase().endsWith(extension))) {
    return { problem: `Allowed file types: ${extensions.join(', ')}.` }
  }
  const types = strings(question.allowed_mime_types)
  if (types.length > 0 && !types.includes(mimeType.toLowerCase())) {
    return { problem: `Allowed MIME types: ${types.join(', ')}.` }
  }
  const limit = question.max_file_size_mb
  if (limit !== null && bytes.length > limit * BYTES_PER_MEGABYTE) {
    return { problem: `Ensure this file has no more than ${String(limit)} MB.` }
  }
  return { value: { name, content, mime_type: mimeType } }
}

const checkFiles = (question: Question, value: unknown): Checked => {
  if (!Array.isArray(value)) return { problem: EXPECTS_LIST }
  if (value.length === 0) return { problem: 'This list may not be empty.' }
  const limit = question.max_files_count
  if (limit !== null && value.length > limit)
    return { problem: `Ensure there are no more than ${String(limit)} files.` }
  const files = value.map((file) => checkFile(question, file))
  const wrong = files.find((file) => 'problem' in file)
  return wrong ?? { value: files.map((file) => 'value' in file && file.value) }
}

/** Whether the value answers the question; options come in their plain form. */
export const checkAnswer = (question: Question, value: unknown): Checked => {
  switch (question.question_type) {
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'Must be a valid boolean.' }
    case 'single_select':
    case 'multi_select':
      return checkOptions(question, value)
    case 'number':
      return checkNumber(question, value, false)
    case 'year':
    case 'rating':
      return checkNumber(question, value, true)
    case 'date': {
      const date = typeof value === 'string' ? parseDate(value) : undefined
      return date === undefined
        ? { problem: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.' }
        : { value: date }
    }
    case 'datetime': {
      const instant = typeof value === 'string' ? parseTimestamp(value) : undefined
      return instant === undefined ? { problem: 'Enter a valid date/time.' } : { value: instant }
    }
    case 'email':
      return checkText(value, emailField())
    case 'url':
      return checkText(value, urlField())
    case 'phone_number':
      return typeof value === 'string' && /^\+?\d[\d ()./-]{2,30}$/.test(value.trim())
        ? { value: value.trim() }
        : { problem: 'Enter a valid phone number.' }
    case 'country':
      return (CountryEnum.options as unknown[]).includes(value)
        ? { value }
        : { problem: `${JSON.stringify(value)} is not a valid choice.` }
    case 'file':
      return checkFile(question, value)
    case 'multiple_files':
      return checkFiles(question, value)
    case 'text_input':
    case 'text_area':
      return checkText(value)
  }
}
