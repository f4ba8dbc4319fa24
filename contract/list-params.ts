import { z } from 'zod'
import { invalidChoice, param, ParamError, type Documentation } from './params.ts'

// What every list takes: its order, the keys that it shows, the page.

export interface OrderKey<K extends string = string> {
  key: K
  descending: boolean
}

/**
 * Comma separated or repeated order keys, `-` for descending; undefined when no key is left. Documented as a list,
 * `single` where the published contract has one value, and as text where it names no values.
 */
export const orderParam = <const K extends string>(
  keys: readonly K[],
  documented?: z.ZodType,
  { single: isSingle = false }: { single?: boolean } = {},
) =>
  param(
    (values): OrderKey<K>[] | undefined => {
      const members = values.flatMap((value) => value.split(',')).filter((member) => member !== '')
      const order = members.map((member) => {
        const descending = member.startsWith('-')
        const key = keys.find((candidate) => candidate === (descending ? member.slice(1) : member))
        if (key === undefined) throw new ParamError(invalidChoice(member))
        return { key, descending }
      })
      return order.length === 0 ? undefined : order
    },
    orderDocumentation(documented, isSingle),
  )

const orderDocumentation = (documented: z.ZodType | undefined, isSingle: boolean): Documentation => {
  if (documented === undefined) return { schema: { type: 'string' } }
  const key = { $ref: referenceTo(documented) }
  return isSingle ? { schema: key } : { schema: { type: 'array', items: key }, explode: false }
}

/** As `orderParam`, but unknown keys are no error: they are left out. */
export const looseOrderParam = <const K extends string>(keys: readonly K[]) =>
  param(
    (values): OrderKey<K>[] | undefined => {
      const order = values
        .flatMap((value) => value.split(','))
        .flatMap((member) => {
          const descending = member.startsWith('-')
          const key = keys.find((candidate) => candidate === (descending ? member.slice(1) : member))
          return key === undefined ? [] : [{ key, descending }]
        })
      return order.length === 0 ? undefined : order
    },
    { schema: { type: 'string' } },
  )

/** Where OpenAPI finds a schema that was given an id. */
const referenceTo = (schema: z.ZodType): string => `#/components/schemas/${z.globalRegistry.get(schema)?.id ?? ''}`

/** Names of top-level keys to return. Unknown names are dropped; with none left the whole object is returned. */
export const fieldParam = (names: readonly string[], ref: string) =>
  param(
    (values) => {
      const known = names.filter((name) => values.includes(name))
      return known.length === 0 ? undefined : known
    },
    { schema: { type: 'array', items: { $ref: `#/components/schemas/${ref}` } }, explode: true },
  )

export type PageNumber = number | 'last' | 'invalid'

/** 1 when absent or empty; anything that is no positive whole number is `invalid`, which is answered with 404. */
export const pageParam = () =>
  param(
    (values): PageNumber | undefined => {
      const value = (values.at(-1) ?? '').trim()
      if (value === '') return undefined
      if (value === 'last') return 'last'
      return /^\d{1,15}$/.test(value) && Number(value) > 0 ? Number(value) : 'invalid'
    },
    { schema: { type: 'integer' }, description: 'A page number within the paginated result set.' },
  )

export const DEFAULT_PAGE_SIZE = 10
export const MAX_PAGE_SIZE = 300

/** 1…300; larger values are clamped, anything else means the default. */
export const pageSizeParam = () =>
  param(
    (values) => {
      const value = (values.at(-1) ?? '').trim()
      if (!/^\d+$/.test(value) || Number(value) < 1) return undefined
      return Math.min(Number(value), MAX_PAGE_SIZE)
    },
    { schema: { type: 'integer' }, description: 'Number of results to return per page.' },
  )
