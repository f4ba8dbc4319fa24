import type { FastifyReply, FastifyRequest } from 'fastify'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import type { OperationDefinition } from '../../contract/operation.ts'
import { canonicalUuid } from '../../contract/values.ts'
import { authorize, type Credentials } from '../access/authorize.ts'
import { policyOf } from '../access/policy.ts'
import type { Context } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { NonFieldError, NotAcceptable, NotImplemented, ValidationError } from '../errors.ts'
import { notImplemented } from '../handler.ts'
import { wireUuid } from '../lib/wire.ts'
import { handlers } from '../modules/index.ts'
import { sendKept, sendResult, type Outcome } from './answer.ts'
import type { Runtime } from './app.ts'
import { parseBody } from './body.ts'
import { readCredentials } from './credentials.ts'
import { clockOf, type KeptAnswer } from './kept-answers.ts'
import { originOf, queryOf } from './request.ts'
import { fieldMessages } from './validation.ts'

/** The one way of a request: negotiate, authenticate and authorize, parse, run, answer. */
export const runOperation = async (
  id: OperationId,
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> => {
  const definition = definitionOf(id)
  negotiate(request.headers.accept, definition.success.contentType)
  const credentials = readCredentials(request.headers.authorization, runtime.secrets)
  const { database } = runtime
  const due = new Set<string>()
  const work = (db: Queryable) => perform({ id, definition, runtime, request, reply, credentials, due, db })
  let outcome: Outcome | KeptAnswer
  try {
    outcome = definition.method === 'get' ? await work(database) : await database.transaction(work)
  } finally {
    // After the transaction: holding one connection while waiting for another can exhaust the pool.
    for (const tokenId of due) await renewToken(runtime, tokenId)
  }
  return 'result' in outcome
    ? sendResult(definition, runtime.config, request, reply, outcome)
    : sendKept(request, reply, outcome)
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
  runtime: Runtime
  request: FastifyRequest
  reply: FastifyReply
  credentials: Credentials | undefined
  /** Tokens to renew when all is done. */
  due: Set<string>
  db: Queryable
}

const perform = async (performance: Performance): Promise<Outcome | KeptAnswer> => {
  const { id, definition, runtime, request, reply, credentials, due, db } = performance
  const { config, secrets, counts, sequences, answers } = runtime
  const params = request.params as Record<string, string>
  const scopeUuid = canonicalUuid(params.service_provider_uuid ?? params.uuid ?? '')
  const impersonated = request.headers['x-impersonated-user-uuid']
  const clock = clockOf(id)
  const { actor, provider, freshness } = await authorize(db, {
    policy: policyOf(id),
    credentials,
    impersonatedUuid: canonicalUuid(typeof impersonated === 'string' ? impersonated : ''),
    scopeUuid,
    anonymousMayBrowse: config.ANONYMOUS_USER_CAN_VIEW_OFFERINGS,
    asksForMeters: clock === 'meters',
    onRenewalDue: (tokenId) => due.add(tokenId),
    onImpersonation: (uuid) => void reply.header('X-impersonator-uuid', wireUuid(uuid)),
  })
  const handler = handlers[id]
  if (handler === notImplemented) throw new NotImplemented()
  const origin = originOf(request, config)
  const keeping =
    clock && actor && freshness && !freshness.metersRun
      ? { answers, freshness, key: `${actor.id} ${actor.impersonator?.uuid ?? ''} ${origin}${request.url}` }
      : undefined
  const kept = keeping && answers.find(keeping.key, keeping.freshness)
  if (kept) return kept
  const context: Context & { provider: unknown } = {
    db,
    actor,
    provider,
    config,
    secrets,
    origin,
    ipAddress: request.ip,
    requestId: request.id,
    headersOnly: request.method === 'HEAD',
    freshness,
    counts,
    sequences,
  }
  const input = {
    params,
    query: parseQuery(definition, request, reply),
    body: await readBody(definition, request),
  }
  // The types of context and input follow from the id, which the compiler cannot see through a variable.
  const result = await (handler as (context: unknown, input: unknown) => Promise<unknown>)(context, input)
  // A warning about unknown parameters belongs to one request.
  return { result, keeping: reply.hasHeader('X-Unknown-Params') ? undefined : keeping }
}

/** Moves the start of the sliding lifetime; at most once a minute for a token, in a statement of its own. */
const renewToken = async ({ database, logger }: Runtime, tokenId: string): Promise<void> => {
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
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
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
  return typeof value === 'string' ? 'str' : 'bool'
}

/** Names of the operations that are answered with 501. */
export const unavailableOperations = (): OperationId[] =>
  (Object.keys(handlers) as OperationId[]).filter((id) => handlers[id] === notImplemented)
