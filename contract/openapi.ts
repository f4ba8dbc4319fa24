import { z } from 'zod'
import { definitionOf, operationIds, type OperationId } from './index.ts'
import type { OperationDefinition } from './operation.ts'
import { documentationOf } from './params.ts'

type Json = Record<string, unknown>

const TOKEN_SECURITY = [{ tokenAuth: [] }]
const COUNT_HEADER = {
  'x-result-count': { description: 'Number of results over all pages.', schema: { type: 'integer' } },
}
const LINK_HEADER = {
  link: { description: 'URLs of the first, previous, next and last page (RFC 8288).', schema: { type: 'string' } },
}

/** Adds the schemas of request bodies, which carry no id of their own because three names share one schema. */
const requestSchemas = (): Json => {
  const schemas: Json = {}
  for (const id of operationIds) {
    const { body } = definitionOf(id)
    if (!body) continue
    for (const name of Object.values(body.components)) schemas[name] = inline(body.schema)
  }
  return schemas
}

const inline = (schema: z.ZodType): Json => {
  const {
    $schema: _,
    additionalProperties,
    ...rest
  } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    io: 'output',
  }) as Json
  return additionalProperties === false || additionalProperties === undefined ? rest : { ...rest, additionalProperties }
}

/** All named response schemas; zod's global registry holds whatever was given an id. */
const namedSchemas = (): Json => {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    unrepresentable: 'any',
    io: 'output',
    uri: (id) => `#/components/schemas/${id}`,
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _s, $id: _i, id: _n, additionalProperties, ...rest } = schema as Json
      return [
        name,
        additionalProperties === false ? rest : { ...rest, ...(additionalProperties ? { additionalProperties } : {}) },
      ]
    }),
  )
}

/** A reference where the schema is named, else the schema itself. */
const schemaOf = (schema: z.ZodType): Json => {
  const id = z.globalRegistry.get(schema)?.id
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` }
  if (schema instanceof z.ZodArray) return { type: 'array', items: schemaOf(schema.element as z.ZodType) }
  return inline(schema)
}

/** What paths hold beside UUIDs. */
const PATH_TYPES: Readonly<Record<string, Json>> = { id: { type: 'string' }, user_id: { type: 'integer' } }

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: PATH_TYPES[name] ?? { type: 'string', format: 'uuid' },
  }))

const queryParameters = (query: z.ZodObject | undefined, except: readonly string[] = []): Json[] =>
  Object.entries(query?.shape ?? {})
    .filter(([name]) => !except.includes(name))
    .map(([name, schema]) => {
      const { schema: json, explode, description, required } = documentationOf(schema as z.ZodType)
      return {
        name,
        in: 'query',
        ...(required === true ? { required } : {}),
        ...(description === undefined ? {} : { description }),
        schema: json,
        ...(explode === undefined ? {} : { style: 'form', explode }),
      }
    })

const requestBody = (definition: OperationDefinition): Json => {
  const { body } = definition
  if (!body) return {}
  const content = Object.fromEntries(
    body.types.map((type) => {
      const name = body.components[type]
      return [type, { schema: name === undefined ? inline(body.schema) : { $ref: `#/components/schemas/${name}` } }]
    }),
  )
  return { requestBody: { content, ...(body.required ? { required: true } : {}) } }
}

const successResponse = (definition: OperationDefinition): Json => {
  const { success, count, unpaged } = definition
  const headers = { ...(count || unpaged ? COUNT_HEADER : {}), ...(count ? LINK_HEADER : {}) }
  return {
    description: success.description ?? '',
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(success.schema
      ? { content: { [success.contentType ?? 'application/json']: { schema: schemaOf(success.schema) } } }
      : {}),
  }
}

const errorResponses = (definition: OperationDefinition): Json => {
  const response = { $ref: '#/components/responses/Error' }
  return {
    ...(definition.query || definition.body ? { 400: response } : {}),
    401: response,
    403: response,
    404: response,
  }
}

const describe = (id: OperationId): Json => {
  const definition = definitionOf(id)
  return {
    operationId: id,
    tags: [definition.tag],
    summary: definition.summary,
    parameters: [...pathParameters(definition.path), ...queryParameters(definition.query)],
    ...requestBody(definition),
    responses: { [definition.success.status]: successResponse(definition), ...errorResponses(definition) },
    security: definition.anonymous ? [...TOKEN_SECURITY, {}] : TOKEN_SECURITY,
  }
}

const describeCount = (id: OperationId, operationId: string): Json => {
  const definition = definitionOf(id)
  return {
    operationId,
    tags: [definition.tag],
    summary: `Count: ${definition.summary}`,
    parameters: [...pathParameters(definition.path), ...queryParameters(definition.query, ['field'])],
    responses: { 200: { description: '', headers: { ...COUNT_HEADER, ...LINK_HEADER } } },
    security: definition.anonymous ? [...TOKEN_SECURITY, {}] : TOKEN_SECURITY,
  }
}

/** The OpenAPI 3.1 document of the operation table. */
export const openApiDocument = (version: string): Json => {
  const paths: Record<string, Json> = {}
  for (const id of operationIds) {
    const { path, method, count } = definitionOf(id)
    const item = (paths[path] ??= {})
    item[method] = describe(id)
    if (count) item.head = describeCount(id, count.operationId)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Purveyor API',
      version,
      description: "Back office of service providers; compatible with the 8.0.5 line of Waldur's API.",
    },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        tokenAuth: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Token KEY`; `Bearer KEY` and `Bearer Token KEY` mean the same.',
        },
      },
      responses: {
        Error: {
          description: 'An object with `detail`, an object of messages by field, or a list of messages.',
          content: { 'application/json': { schema: {} } },
        },
      },
      schemas: { ...namedSchemas(), ...requestSchemas() },
    },
  }
}
