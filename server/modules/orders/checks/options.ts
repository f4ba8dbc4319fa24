import { z } from 'zod'
import { boolField, textField } from '../../../../contract/fields.ts'
import { dateField, decimalField, integerField, listField, choiceField } from '../../../../contract/value-fields.ts'

// The form that an offering asks for with each order, or for its resources: `{order: [key…], options: {key: field}}`.

const Option = z.looseObject({
  type: z.string().optional(),
  required: z.boolean().optional(),
  default: z.unknown().optional(),
  min: z.union([z.number(), z.string()]).nullish(),
  max: z.union([z.number(), z.string()]).nullish(),
  choices: z.array(z.unknown()).nullish(),
})
const Form = z.looseObject({ options: z.record(z.string(), Option) })

type OptionField = z.output<typeof Option>

const numberOf = (bound: OptionField['min']): number | undefined =>
  bound === null || bound === undefined || bound === '' ? undefined : Number(bound)

const boundOf = (bound: OptionField['min']): string | undefined =>
  bound === null || bound === undefined || bound === '' ? undefined : String(bound)

/** Choices are texts, or objects with a value. */
const choicesOf = ({ choices }: OptionField): string[] =>
  (choices ?? []).map((choice) =>
    String(typeof choice === 'object' && choice !== null && 'value' in choice ? choice.value : choice),
  )

/** How a value of the option is read; undefined for kinds that take anything. */
const readerOf = (option: OptionField): z.ZodType | undefined => {
  switch (option.type) {
    case 'boolean':
      return boolField()
    case 'integer':
    case 'component_multiplier':
      return integerField({ min: numberOf(option.min), max: numberOf(option.max) })
    case 'money':
      return decimalField({ digits: 22, places: 10, min: boundOf(option.min), max: boundOf(option.max) })
    case 'string':
    case 'text':
    case 'html_text':
      return textField()
    case 'date':
      return dateField()
    case 'select_string':
      return choiceField(choicesOf(option))
    case 'select_string_multi':
      return listField(choiceField(choicesOf(option)))
    default:
      return undefined
  }
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

interface CheckedOptions {
  /** As read, with defaults; keys that the form does not name are left out. */
  values: Record<string, unknown>
  problems: Record<string, string[]>
}

/** Holds values against a form. A form that is none asks for nothing. */
export const checkOptions = (given: Readonly<Record<string, unknown>>, form: unknown): CheckedOptions => {
  const values: Record<string, unknown> = {}
  const problems: Record<string, string[]> = {}
  const parsed = Form.safeParse(form)
  for (const [key, option] of Object.entries(parsed.data?.options ?? {})) {
    const value = isMissing(given[key]) ? option.default : given[key]
    if (isMissing(value)) {
      if (option.required === true) problems[key] = ['This field is required.']
      continue
    }
    const read = readerOf(option)?.safeParse(value) ?? { success: true as const, data: value }
    if (read.success) values[key] = read.data
    else problems[key] = read.error.issues.map(({ message }) => message)
  }
  return { values, problems }
}

export interface HasOptions {
  options: Readonly<Record<string, unknown>> | null
  offering: { resource_options: unknown }
}

/** What is sent of the options of a resource, held, with those it has, against the form of its offering. */
export const checkNewOptions = (
  { options, offering }: HasOptions,
  sent: Readonly<Record<string, unknown>> | null | undefined,
): CheckedOptions => {
  const { values, problems } = checkOptions({ ...options, ...sent }, offering.resource_options)
  return { values: { ...sent, ...values }, problems }
}
