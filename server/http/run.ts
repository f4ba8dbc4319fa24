import type { FastifyReply, FastifyRequest } from 'fastify'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import type { OperationDefinition } from '../../contract/operation.ts'
import { ExactNumber } from '../../contract/value-fields.ts'
import { canonicalUuid } from '../../contract/values.ts'
import { authorize, type Credentials } from '../access/authorize.ts'
import { policyOf } from '../access/policy.ts'
import { findTarget } from '../access/target.ts'
import type { Context } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { NonFieldError, NotAcceptable, NotImplemented, ValidationError } from '../errors.ts'
import { notImplemented, Reply } from '../handler.ts'
import { wireUuid } from '../lib/wire.ts'
import { Page } from '../list/page.ts'
import { handlers } from '../modules/index.ts'
import type { Dependencies } from './app.ts'
import { parseBody } from './body.ts'
import { readCredentials } from './credentials.ts'
import { pagingHeaders } from './paging.ts'
import { originOf, queryOf, splitUrl } from './request.ts'
import { fieldMessages } from './validation.ts'

/** How the paths call what they are about. */
const scopeNames = ['service_provider_uuid', 'customer_uuid', 'project_uuid', 'uuid'] as const

/** The one way of a request: negotiate, authenticate and authorize, parse, run, answer. */
export const runOperation = async (
  id: OperationId,
  dependencies: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> => {
  const definition = definitionOf(id)
  negotiate(request.headers.accept, definition.success.contentType)
  const credentials = readCredentials(request.headers.authorization, dependencies.secrets)
  const { database } = dependencies
  const due = new Set<string>()
  const work = (db: Queryable) => perform({ id, definition, dependencies, request, reply, credentials, due, db })
  let result: unknown
  try {
    result = definition.method === 'get' ? await work(database) : await database.transaction(work)
  } finally {
    // After the transaction: holding one connection while waiting for another can exhaust the pool.
    for (const tokenId of due) await renewToken(dependencies, tokenId)
  }
  return answer(definition, dependencies, request, reply, result)
}

const negotiate = (accept: string | undefined, contentType = 'application/json'): void => {
  if (accept === undefined || accept.trim() === '' || contentType === '*/*') return
  const type = contentType.split(';')[0] ?? ''
  const wanted = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase())
  const acceptable = ['*/*', `${type.split('/')[0] ?? ''}/*`, type]
  // A client that asks for JSON of an operation that answers with text is served; the published clients do.
  if (!wanted.some((range) => range === 'application/json' || acceptable.includes(range ?? ''))) {
    throw new NotAcceptable()
  }
}

interface Performance {
  id: OperationId
  definition: OperationDefinition
  dependencies: Dependencies
  request: FastifyRequest
  reply: FastifyReply
  credentials: Credentials | undefined
  /** Tokens to renew when all is done. */
  due: Set<string>
  db: Queryable
}

const perform = async (performance: Performance): Promise<unknown> => {
  const { id, definition, dependencies, request, reply, credentials, due, db } = performance
  const { config, secrets } = dependencies
  const params = request.params as Record<string, string>
  const scopeUuid = canonicalUuid(scopeNames.map((name) => params[name]).find((value) => value !== undefined) ?? '')
  const impersonated = request.headers['x-impersonated-user-uuid']
  const policy = policyOf(id)
  const { actor, provider } = await authorize(db, {
    policy,
    credentials,
    impersonatedUuid: canonicalUuid(typeof impersonated === 'string' ? impersonated : ''),
    scopeUuid,
    anonymousMayBrowse: config.ANONYMOUS_USER_CAN_VIEW_OFFERINGS,
    onRenewalDue: (tokenId) => due.add(tokenId),
    onImpersonation: (uuid) => void reply.header('X-impersonator-uuid', wireUuid(uuid)),
  })
  const handler = handlers[id]
  if (handler === notImplemented) throw new NotImplemented()
  const target = 'target' in policy ? await findTarget(db, policy, actor, scopeUuid) : undefined
  const context: Context & { provider: unknown; target: unknown } = {
    db,
    actor,
    provider,
    target,
    config,
    secrets,
    origin: originOf(request, config),
    ipAddress: request.ip,
    requestId: request.id,
    headersOnly: request.method === 'HEAD',
  }
  const input = {
    params,
    query: parseQuery(definition, request, reply),
    body: await readBody(definition, request),
  }
  // The types of context and input follow from the id, which the compiler cannot see through a variable.
  return (handler as (context: unknown, input: unknown) => Promise<unknown>)(context, input)
}

/** Moves the start of the sliding lifetime; at most once a minute for a token, in a statement of its own. */
const renewToken = async ({ database, logger }: Dependencies, tokenId: string): Promise<void> => {
  try {
    await database.run(sql`
      update auth_token set created = now(), last_used = now()
      where id = ${tokenId} and created < now() - interval '60 seconds'
    `)
  } catch (error) {
    // The answer stands: what was committed must not look like a failure.
    logger.warn({ err: error }, 'token not renewed')
  }
}

const parseQuery = (definition: OperationDefinition, request: FastifyRequest, reply: FastifyReply): unknown => {
  const known = definition.query?.shape ?? {}
  const given: Record<string, string[]> = {}
  const unknown = new Set<string>()
  for (const [name, value] of queryOf(request)) {
    if (Object.hasOwn(known, name)) (given[name] ??= []).push(value)
    else unknown.add(name)
  }
  if (unknown.size > 0) reportUnknown([...unknown], request, reply)
  if (!definition.query) return {}
  const parsed = definition.query.safeParse(given)
  if (!parsed.success) throw new ValidationError(fieldMessages(parsed.error))
  return parsed.data
}

/** A misspelt filter must not look as if everything matched: it is named, and refused when the client asks so. */
const reportUnknown = (names: readonly string[], request: FastifyRequest, reply: FastifyReply): void => {
  if (/(^|[\s,;])handling=strict\b/.test(String(request.headers.prefer ?? ''))) {
    throw new ValidationError(Object.fromEntries(names.map((name) => [name, ['Unknown query parameter.']])))
  }
  void reply.header('X-Unknown-Params', names.map(encodeURIComponent).join(', ').slice(0, 1_000))
}

const readBody = async (definition: OperationDefinition, request: FastifyRequest): Promise<unknown> => {
  if (!definition.body) return undefined
  const value = await parseBody(request.body as Buffer | undefined, request.headers['content-type'])
  if (definition.body.list === true) {
    if (!Array.isArray(value))
      throw new NonFieldError(`Expected a list of items but got type "${kindOf(value ?? {})}".`)
  } else if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    throw new NonFieldError(`Invalid data. Expected a dictionary, but got ${kindOf(value)}.`)
  }
  const parsed = definition.body.schema.safeParse(value ?? {})
  if (!parsed.success) throw new ValidationError(fieldMessages(parsed.error))
  return parsed.data
}

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list'
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'object') return value instanceof ExactNumber ? 'float' : 'dict'
  return typeof value === 'string' ? 'str' : 'bool'
}

const JSON_TYPE = 'application/json; charset=utf-8'

const answer = (
  definition: OperationDefinition,
  dependencies: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  result: unknown,
): unknown => {
  const explicit = result instanceof Reply ? result : new Reply(definition.success.status, result)
  void reply.code(explicit.status).headers(explicit.headers)
  let body: unknown = explicit.body
  if (body instanceof Page) {
    const url = originOf(request, dependencies.config) + splitUrl(request.url)[0]
    void reply.headers(pagingHeaders(body as Page<unknown>, url, queryOf(request)))
    // Without a body its length is not known, and must not be stated.
    if (request.method === 'HEAD') return reply.type(JSON_TYPE).send()
    body = body.rows
  } else if (definition.unpaged && Array.isArray(body)) {
    void reply.header('X-Result-Count', String(body.length))
  }
  if (body === undefined) return reply.send()
  if (definition.success.contentType !== undefined || Buffer.isBuffer(body)) {
    if (!reply.hasHeader('content-type')) void reply.type(definition.success.contentType ?? 'application/octet-stream')
    return reply.send(body)
  }
  return reply.type(JSON_TYPE).send(JSON.stringify(body))
}

/** Names of the operations that are answered with 501. */
export const unavailableOperations = (): OperationId[] =>
  (Object.keys(handlers) as OperationId[]).filter((id) => handlers[id] === notImplemented)
