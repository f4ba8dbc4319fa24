import { z } from 'zod'
import { boolField, isUploadedFile, textField } from '../../fields.ts'
import { OptionFieldTypeEnum } from '../../schemas/offering-options.ts'
import {
  choiceField,
  decimalField,
  dictField,
  integerField,
  jsonField,
  listField,
  mapField,
} from '../../value-fields.ts'

// Fields that several bodies of the catalogue share.

/** A name of an offering: HTML tags are dropped. */
export const nameField = () => {
  const withoutTags = (value: unknown) => (typeof value === 'string' ? value.replace(/<[^<>]*>/g, '') : value)
  return z
    .preprocess(withoutTags, textField({ max: 150, blank: false }))
    .meta({ type: 'string', minLength: 1, maxLength: 150 })
}

const MAX_INT = 2_147_483_647

export const intField = () => integerField({ min: -MAX_INT - 1, max: MAX_INT })
export const naturalField = (max = MAX_INT) => integerField({ min: 0, max })

/** A JSON object that is documented as any JSON. */
export const anyDictField = () => dictField().meta({ type: undefined, additionalProperties: undefined })

/** A file that must be sent. */
export const requiredFileField = () =>
  z
    .unknown()
    .transform((value, context) => {
      if (isUploadedFile(value)) return value
      const message =
        value === undefined
          ? 'No file was submitted.'
          : value === null
            ? 'This field may not be null.'
            : 'The submitted data was not a file. Check the encoding type on the form.'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .meta({ type: 'string', format: 'binary' })

/** A price: ten digits after the point, never negative. */
export const priceField = () => decimalField({ digits: 22, places: 10, min: '0' })

/** How a component is called within its offering. */
export const componentTypeField = () =>
  textField({ max: 50, blank: false })
    .refine((value) => /^[a-zA-Z0-9_\-/:]+$/.test(value), { error: 'Enter a valid value.' })
    .meta({ type: 'string', minLength: 1, maxLength: 50 })

/** The field read of an answer's declaration. */
const requestField = (declared: z.ZodType): z.ZodType => {
  if (declared instanceof z.ZodOptional) return requestField(declared.unwrap() as z.ZodType)
  if (declared instanceof z.ZodNullable) return requestField(declared.unwrap() as z.ZodType)
  if (declared instanceof z.ZodBoolean) return boolField()
  if (declared instanceof z.ZodNumber) return intField()
  if (declared instanceof z.ZodString) return textField({ trim: false })
  if (declared instanceof z.ZodEnum) return choiceField(declared.options as string[])
  return jsonField()
}

/** An object of options: the declared ones are checked, others kept, nulls dropped. */
export const declaredOptionsField = (declared: z.ZodObject) =>
  dictField().transform((given, context) => {
    const options: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(given)) {
      if (value === null) continue
      const schema = Object.hasOwn(declared.shape, name) ? requestField(declared.shape[name] as z.ZodType) : undefined
      const parsed = schema?.safeParse(value) ?? { success: true as const, data: value }
      if (parsed.success) options[name] = parsed.data
      else context.addIssue({ code: 'custom', path: [name], message: parsed.error.issues[0]?.message ?? '' })
    }
    return options
  })

const optionField = () =>
  z.looseObject({
    type: choiceField(OptionFieldTypeEnum.options),
    label: textField({ blank: false }),
    help_text: textField().optional(),
    required: boolField().optional(),
    choices: listField(textField()).optional(),
    default: textField().optional(),
    min: intField().optional(),
    max: intField().optional(),
  })

const optionsForm = z.object({
  order: listField(textField({ blank: false })),
  options: mapField(optionField()),
})

/** What a form asks for when something is ordered; the empty object asks nothing. */
export const optionsFormField = () =>
  dictField().transform((given, context): z.output<typeof optionsForm> | Record<string, never> => {
    if (Object.keys(given).length === 0) return {}
    const parsed = optionsForm.safeParse(given)
    if (parsed.success) return parsed.data
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path, message })
    }
    return z.NEVER
  })
