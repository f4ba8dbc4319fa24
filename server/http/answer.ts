import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OperationDefinition } from '../../contract/operation.ts'
import type { Config } from '../config.ts'
import type { Freshness } from '../context.ts'
import { Reply } from '../handler.ts'
import { Page } from '../list/page.ts'
import type { Remembered } from '../memory/remembered.ts'
import { bytesOf, entityTag, isKnownToClient, type KeptAnswer } from './kept-answers.ts'
import { pagingHeaders } from './paging.ts'
import { originOf, queryOf, splitUrl } from './request.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Where an answer is kept. */
export interface Keeping {
  answers: Remembered<KeptAnswer>
  key: string
  /** The state of the database before the answer was made; without it the answer has a validator, but is made anew. */
  freshness: Freshness | undefined
}

/** What an operation came to. */
export interface Outcome {
  result: unknown
  /** Present when the answer gets a validator. */
  keeping: Keeping | undefined
}

/** Sends what an operation returned: pages with their headers, JSON, files, or nothing. */
export const sendResult = (
  definition: OperationDefinition,
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
  { result, keeping }: Outcome,
): unknown => {
  const explicit = result instanceof Reply ? result : new Reply(definition.success.status, result)
  void reply.code(explicit.status).headers(explicit.headers)
  const body: unknown = explicit.body
  let headers: Record<string, string> = {}
  if (body instanceof Page) {
    const url = originOf(request, config) + splitUrl(request.url)[0]
    headers = pagingHeaders(body as Page<unknown>, url, queryOf(request))
  } else if (definition.unpaged && Array.isArray(body)) {
    headers = { 'x-result-count': String(body.length) }
  }
  if (keeping && explicit === result) keeping = undefined
  if (keeping && request.method === 'GET') return sendKept(request, reply, keep(keeping, headers, body))
  void reply.headers(headers)
  // Without a body its length is not known, and must not be stated.
  if (request.method === 'HEAD' && result instanceof Page) return reply.type(JSON_TYPE).send()
  if (body === undefined) return reply.send()
  if (definition.success.contentType !== undefined || Buffer.isBuffer(body)) {
    if (!reply.hasHeader('content-type')) void reply.type(definition.success.contentType ?? 'application/octet-stream')
    return reply.send(body)
  }
  return reply.type(JSON_TYPE).send(jsonOf(body))
}

const jsonOf = (value: unknown): Buffer => (value instanceof Page ? value.json : Buffer.from(JSON.stringify(value)))

const keep = ({ answers, key, freshness }: Keeping, headers: Record<string, string>, value: unknown): KeptAnswer => {
  const body = jsonOf(value)
  const answer = { headers: { ...headers, etag: entityTag(body, headers) }, body }
  return freshness ? answers.keep(key, freshness, answer, bytesOf(key, answer)) : answer
}

/** Sends an answer that is known to be good, or 304 to a client that has it. */
export const sendKept = (request: FastifyRequest, reply: FastifyReply, { headers, body }: KeptAnswer): unknown => {
  void reply.headers(headers)
  if (isKnownToClient(request.headers['if-none-match'], headers.etag ?? '')) return reply.code(304).send()
  void reply.code(200).type(JSON_TYPE)
  return request.method === 'HEAD' ? reply.send() : reply.send(body)
}
