import type { z } from 'zod'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type BodyType = 'application/json' | 'application/x-www-form-urlencoded' | 'multipart/form-data'

export const JSON_BODY: readonly BodyType[] = ['application/json']
export const FORM_BODIES: readonly BodyType[] = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
]

export interface OperationDefinition {
  method: Method
  /** As published, with `{name}` placeholders and a trailing slash. */
  path: string
  tag: string
  summary: string
  /** Query parameters, made by contract/params.ts. */
  query?: z.ZodObject
  body?: {
    schema: z.ZodType
    /** Names of the request components in the published document, by media type; without one it is shown in place. */
    components: Partial<Record<BodyType, string>>
    /** Media types that are documented; the server reads all three everywhere. */
    types: readonly BodyType[]
    required: boolean
    /** The body is a list, not an object. */
    list?: true
  }
  success: {
    status: 200 | 201 | 202 | 204
    schema?: z.ZodType
    /** When not JSON. */
    contentType?: string
    description?: string
  }
  /** Present on lists that are paged and counted; the id is that of the HEAD operation. */
  count?: { operationId: string }
  /** Sends `X-Result-Count` without being paged. */
  unpaged?: true
  /** Anonymous callers may be served; the policy decides. */
  anonymous?: true
  /** Not in the published contract. */
  addition?: true
}

/** Gives one row of the operation table its exact type. */
export const operation = <const T extends OperationDefinition>(definition: T): T => definition
