import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import type { OperationDefinition } from '../../contract/operation.ts'
import { parseFields } from '../../contract/parse.ts'
import { jsonTypeName } from '../../contract/json-type.ts'
import { canonicalUuid } from '../../contract/values.ts'
import { authorize, type Credentials } from '../access/authorize.ts'
import { policyOf } from '../access/policy.ts'
import { findTarget } from '../access/target.ts'
import type { Context } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { opensOwnTransactions } from '../handler.ts'
import { wireUuid } from '../lib/wire.ts'
import { handlers } from '../modules/index.ts'
import { sendKept, sendResult, type Outcome } from './answer.ts'
import type { Runtime } from './app.ts'
import { parseBody } from './body.ts'
import { readCredentials } from './credentials.ts'
import { clockOf, type KeptAnswer } from './kept-answers.ts'
import { negotiate } from './negotiate.ts'
import { originOf, queryOf } from './request.ts'
import { Problems } from './validation.ts'

/** How the paths call what they are about. */
const scopeNames = ['service_provider_uuid', 'customer_uuid', 'project_uuid', 'uuid'] as const

/** The one way of a request: negotiate, authenticate and authorize, parse, run, answer. */
export const runOperation = async (
  id: OperationId,
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> => {
  const definition = definitionOf(id)
  // Answers differ by caller and may hold tokens, secret codes and personal data (C-081); files say otherwise.
  void reply.header('Cache-Control', 'no-store')
  negotiate(request.headers.accept, definition.success.contentType)
  const credentials = readCredentials(request.headers.authorization, runtime.secrets)
  const { database } = runtime
  const due = new Set<string>()
  const work = (db: Queryable) => perform({ id, definition, runtime, request, reply, credentials, due, db })
  const needsNone = definition.method === 'get' || opensOwnTransactions(id)
  let outcome: Outcome | KeptAnswer
  try {
    outcome = needsNone ? await work(database) : await database.transaction(work)
  } finally {
    // After the transaction: holding one connection while waiting for another can exhaust the pool.
    for (const tokenId of due) await renewToken(runtime, tokenId)
  }
  return 'result' in outcome
    ? sendResult(definition, runtime.config, request, reply, outcome)
    : sendKept(request, reply, outcome)
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
  const { config, secrets, callers, lists, answers } = runtime
  const params = request.params as Record<string, string>
  const scopeUuid = canonicalUuid(scopeNames.map((name) => params[name]).find((value) => value !== undefined) ?? '')
  const impersonated = request.headers['x-impersonated-user-uuid']
  const policy = policyOf(id)
  const clock = clockOf(id)
  const { actor, provider, freshness } = await authorize(db, {
    policy,
    credentials,
    impersonatedUuid: canonicalUuid(typeof impersonated === 'string' ? impersonated : ''),
    scopeUuid,
    anonymousMayBrowse: config.ANONYMOUS_USER_CAN_VIEW_OFFERINGS,
    asksForMeters: clock === 'meters',
    ...(db === runtime.database ? { memory: { callers, operation: id } } : {}),
    onRenewalDue: (tokenId) => due.add(tokenId),
    onImpersonation: (uuid) => void reply.header('X-impersonator-uuid', wireUuid(uuid)),
  })
  const handler = handlers[id]
  const origin = originOf(request, config)
  const keeping =
    clock && actor
      ? {
          answers,
          freshness: freshness?.metersRun === false ? freshness : undefined,
          key: `${actor.id} ${actor.impersonator?.uuid ?? ''} ${origin}${request.url}`,
        }
      : undefined
  const kept = keeping?.freshness && answers.find(keeping.key, keeping.freshness)
  if (kept) return kept
  const target = 'target' in policy ? await findTarget(db, policy, actor, scopeUuid) : undefined
  const context: Context & { provider: unknown; target: unknown } = {
    db,
    actor,
    provider,
    target,
    config,
    secrets,
    origin,
    ipAddress: request.ip,
    requestId: request.id,
    headersOnly: request.method === 'HEAD',
    freshness,
    lists,
  }
  const { run, resolvers } = typeof handler === 'function' ? { run: handler, resolvers: {} } : handler
  const problems = new Problems()
  const query = parseQuery(definition, request, reply, problems)
  const body = await readBody(definition, request, problems)
  const input = {
    params,
    query: await problems.resolve(query, resolvers.query ?? {}, context),
    body: body && (await problems.resolve(body, resolvers.body ?? {}, context)),
  }
  problems.throwIfAny()
  // The types of context and input follow from the id, which the compiler cannot see through a variable.
  const result = await (run as (context: unknown, input: unknown) => Promise<unknown>)(context, input)
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

type Fields = Record<string, unknown>

const parseQuery = (
  definition: OperationDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  problems: Problems,
): Fields => {
  const known = definition.query?.shape ?? {}
  const given: Record<string, string[]> = {}
  const unknown = new Set<string>()
  for (const [name, value] of queryOf(request)) {
    if (Object.hasOwn(known, name)) (given[name] ??= []).push(value)
    else unknown.add(name)
  }
  if (unknown.size > 0) reportUnknown([...unknown], request, reply, problems)
  return definition.query ? parseInto(problems, definition.query, given) : {}
}

const parseInto = (problems: Problems, schema: z.ZodType, given: Fields): Fields => {
  const { fields, issues } = parseFields(schema, given)
  problems.addIssues(issues, given)
  return fields
}

/** A misspelt filter must not look as if everything matched: it is named, and refused when the client asks so. */
const reportUnknown = (
  names: readonly string[],
  request: FastifyRequest,
  reply: FastifyReply,
  problems: Problems,
): void => {
  if (/(?:^|[\s,;])handling\s*=\s*"?strict"?(?=[\s,;]|$)/i.test(String(request.headers.prefer ?? ''))) {
    for (const name of names) problems.add(name, ['Unknown query parameter.'])
  } else {
    void reply.header('X-Unknown-Params', names.map(encodeURIComponent).join(', ').slice(0, 1_000))
  }
}

/** Undefined for an operation without a body, and for a body that is no object. */
const readBody = async (
  definition: OperationDefinition,
  request: FastifyRequest,
  problems: Problems,
): Promise<Fields | undefined> => {
  if (!definition.body) return undefined
  const value = await parseBody(request.body as Buffer | undefined, request.headers['content-type'])
  if (definition.body.list === true) {
    if (!Array.isArray(value)) {
      problems.add('non_field_errors', [`Expected a list of items but got type "${kindOf(value ?? {})}".`])
      return undefined
    }
    const { fields, issues } = parseFields(definition.body.schema, value as unknown as Fields)
    Problems.throwOfList(issues, value)
    return fields
  }
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    problems.add('non_field_errors', [`Invalid data. Expected a dictionary, but got ${kindOf(value)}.`])
    return undefined
  }
  return parseInto(problems, definition.body.schema, (value ?? {}) as Fields)
}

const kindOf = (value: unknown): string => (value === null ? 'null' : jsonTypeName(value))
