// Reduces an OpenAPI document (3.0 or 3.1) to the facts that clients depend on, in a form that two documents can be
// compared by: operations with parameters, bodies and answers, schemas with the types of their fields.

type Json = Record<string, unknown>

export interface OperationFacts {
  path: string
  method: string
  /** `name` → `where type`, with `*` when required. */
  parameters: Record<string, string>
  /** Media type → component. */
  bodies: Record<string, string>
  /** Status → type. */
  answers: Record<string, string>
}

export interface Digest {
  operations: Record<string, OperationFacts>
  /** Component → field → type, with `*` when required; an enumeration is its own text. */
  schemas: Record<string, Record<string, string> | string>
}

interface Document {
  paths: Record<string, Record<string, Json>>
  components: { schemas: Record<string, Json>; parameters?: Record<string, Json> }
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

const nameOf = (ref: unknown): string => String(ref).split('/').pop() ?? ''

/** Single-value enumerations that only stand for "may be blank" or "may be null". */
const isNull = (type: string): boolean => type === 'null' || type === '@NullEnum'

const unionOf = (types: readonly string[]): string => {
  const members = new Set(types.flatMap((type) => type.split(' | ')))
  const withoutNull = [...members].filter((type) => !isNull(type)).sort()
  return [...withoutNull, ...(withoutNull.length < members.size ? ['null'] : [])].join(' | ')
}

/** The type of a schema as text, such as `string:uuid | null`, `array<@Project>`, `map<string:decimal>`. */
export const typeOf = (given: Json | null | undefined): string => {
  const schema = given ?? {}
  const parts: string[] = []
  const alternatives = (schema.oneOf ?? schema.anyOf ?? schema.allOf) as Json[] | undefined
  if (schema.$ref !== undefined) parts.push(`@${nameOf(schema.$ref)}`)
  else if (alternatives) parts.push(...alternatives.map(typeOf))
  else if (Array.isArray(schema.enum) || schema.const !== undefined) parts.push(enumOf(schema))
  else {
    const types = Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string | undefined]
    parts.push(...types.map((type) => plainType(type, schema)))
  }
  if (schema.nullable === true) parts.push('null')
  return unionOf(parts)
}

const enumOf = (schema: Json): string => {
  const values = (schema.enum as unknown[] | undefined) ?? [schema.const]
  return `enum(${values
    .map((value) => JSON.stringify(value))
    .sort()
    .join(',')})`
}

const plainType = (type: string | undefined, schema: Json): string => {
  if (type === 'array') return `array<${typeOf((schema.items ?? {}) as Json)}>`
  if (type === 'object') {
    const values = schema.additionalProperties
    return typeof values === 'object' && !schema.properties ? `map<${typeOf(values as Json)}>` : 'object'
  }
  if (type === undefined) return 'any'
  return schema.format === undefined || type === 'null' ? type : `${type}:${schema.format as string}`
}

const fieldsOf = (schema: Json): Record<string, string> | string => {
  if (!schema.properties) return typeOf(schema)
  const required = (schema.required as string[] | undefined) ?? []
  return Object.fromEntries(
    Object.entries(schema.properties as Record<string, Json>).map(([name, field]) => [
      name,
      typeOf(field) + (required.includes(name) ? '*' : ''),
    ]),
  )
}

const operationFacts = (document: Document, path: string, method: string, operation: Json): OperationFacts => {
  const parameters = ((operation.parameters as Json[] | undefined) ?? []).map((parameter) =>
    parameter.$ref === undefined ? parameter : (document.components.parameters?.[nameOf(parameter.$ref)] ?? {}),
  )
  const contentOf = (holder: unknown) =>
    Object.entries(((holder as Json | undefined)?.content as Record<string, { schema: Json }> | undefined) ?? {})
  return {
    path,
    method,
    parameters: Object.fromEntries(
      parameters.map((parameter) => [
        String(parameter.name),
        `${String(parameter.in)} ${typeOf(parameter.schema as Json | undefined)}${parameter.required === true ? '*' : ''}`,
      ]),
    ),
    bodies: Object.fromEntries(contentOf(operation.requestBody).map(([type, { schema }]) => [type, typeOf(schema)])),
    answers: Object.fromEntries(
      Object.entries(operation.responses as Record<string, Json>)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, answer]) => [
          status,
          contentOf(answer)
            .map(([type, { schema }]) => `${type} ${typeOf(schema)}`)
            .join(),
        ]),
    ),
  }
}

export const digestOf = (document: unknown): Digest => {
  const { paths, components } = document as Document
  const operations: Digest['operations'] = {}
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method]
      if (operation) {
        operations[String(operation.operationId)] = operationFacts({ paths, components }, path, method, operation)
      }
    }
  }
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => [name, fieldsOf(schema)]),
  )
  return { operations, schemas }
}
