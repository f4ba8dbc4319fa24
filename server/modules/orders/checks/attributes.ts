import { z } from 'zod'
import { textField } from '../../../../contract/fields.ts'
import { dateField, mapField, nullable } from '../../../../contract/value-fields.ts'
import { ValidationError } from '../../../errors.ts'
import { requireFutureDate } from './dates.ts'
import { checkNewOptions, checkOptions, type HasOptions } from './options.ts'

/** What every order may say of its resource, whatever the offering asks for. */
const COMMON = z.object({
  name: textField({ max: 150, blank: false }),
  description: textField({ max: 4096 }).optional(),
  end_date: nullable(dateField()).optional(),
})

type Attributes = Readonly<Record<string, unknown>>

export interface CheckedAttributes extends Record<string, unknown> {
  name: string
  description?: string
  end_date?: string | null
}

const commonProblems = ({ error }: ReturnType<typeof COMMON.safeParse>): Record<string, string[]> => {
  const messages: Record<string, string[]> = {}
  for (const { path, message } of error?.issues ?? []) (messages[String(path[0])] ??= []).push(message)
  return messages
}

/** Refuses what every order says of its resource, when it could not be said of one; 400 under `attributes`. */
export const checkCommonAttributes = (attributes: Attributes): void => {
  const messages = commonProblems(COMMON.safeParse(attributes))
  if (Object.keys(messages).length > 0) throw new ValidationError({ attributes: messages })
}

/** The attributes of an order that creates a resource, with defaults of the offering's options; 400 under `attributes`. */
export const checkAttributes = (attributes: Attributes, options: unknown): CheckedAttributes => {
  const common = COMMON.safeParse(attributes)
  const messages = commonProblems(common)
  const { values, problems } = checkOptions(attributes, options)
  Object.assign(messages, problems)
  if (!common.success || Object.keys(messages).length > 0) {
    throw new ValidationError({ attributes: messages })
  }
  requireFutureDate('end_date', common.data.end_date)
  return { ...attributes, ...values, ...common.data }
}

const UPDATE = z.looseObject({ new_options: mapField(z.unknown()).optional() })

/** The attributes of an order that changes a resource: options that it is to get are as its offering asks for them. */
export const checkUpdateAttributes = (resource: HasOptions, attributes: Attributes): Attributes => {
  const read = UPDATE.safeParse(attributes)
  if (!read.success) {
    throw new ValidationError({ attributes: { new_options: read.error.issues.map(({ message }) => message) } })
  }
  const { new_options: sent } = read.data
  if (sent === undefined) return attributes
  const { values, problems } = checkNewOptions(resource, sent)
  if (Object.keys(problems).length > 0) throw new ValidationError({ attributes: { new_options: problems } })
  return { ...attributes, new_options: values }
}
