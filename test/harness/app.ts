import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect } from 'vitest'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { readConfig, type Config } from '../../server/config.ts'
import type { Database } from '../../server/db/database.ts'
import { buildApp } from '../../server/http/app.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import type { SecretKeys } from '../../server/lib/secrets.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { noteRequest, writeNotes } from './coverage.ts'
import { createTestDatabase, type TestDatabaseOptions } from './database.ts'
import { World } from './world.ts'

export const TEST_SECRETS: SecretKeys = { currentKeyId: 1, keys: new Map([[1, Buffer.alloc(32, 7)]]) }

export interface Answer {
  status: number
  headers: Record<string, string | undefined>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies whose shape the contract checks
  body: any
  text: string
}

/** Who calls: a user of the world by id, a ready token, or nobody. */
export type Caller = { id: string } | { token: string } | undefined

export interface RequestOptions {
  as?: Caller
  query?: Record<string, string | number | boolean | readonly string[]>
  body?: unknown
  headers?: Record<string, string>
  payload?: InjectOptions['payload']
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** The application on an own database, with a world to fill it. Every answer is held against the contract. */
export interface TestApp {
  app: FastifyInstance
  database: Database
  config: Config
  world: World
  /** Lines that the application logged. */
  logs: string[]
  request: (method: Method, path: string, options?: RequestOptions) => Promise<Answer>
  get: (path: string, options?: RequestOptions) => Promise<Answer>
  post: (path: string, options?: RequestOptions) => Promise<Answer>
  tokenOf: (user: { id: string }) => Promise<string>
}

export const startTestApp = async (
  settings: Record<string, string> = {},
  options: TestDatabaseOptions = {},
): Promise<TestApp> => {
  const { database } = await createTestDatabase(options)
  const config = readConfig({ PURVEYOR_DATA: '/nonexistent', ...settings })
  const logs: string[] = []
  const logger = pino(
    { level: 'trace' },
    {
      write: (line: string) => {
        logs.push(line)
        // Long runs need not keep what no test looks at any more.
        if (logs.length > 20_000) logs.splice(0, 10_000)
      },
    },
  )
  const app = await buildApp({
    config,
    database,
    secrets: TEST_SECRETS,
    logger,
    metrics: createMetrics(database),
    isReady: () => true,
  })
  await app.ready()
  afterAll(() => app.close())
  afterAll(writeNotes)
  const tokens = new Map<string, string>()
  const tokenOf = async (user: { id: string }): Promise<string> => {
    const known = tokens.get(user.id)
    if (known !== undefined) return known
    const token = await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'test', 86_400)
    tokens.set(user.id, token)
    return token
  }
  const request = async (method: Method, path: string, call: RequestOptions = {}): Promise<Answer> => {
    const headers: Record<string, string> = { host: 'api.test', ...call.headers }
    if (call.as && headers.authorization === undefined)
      headers.authorization = `Token ${'token' in call.as ? call.as.token : await tokenOf(call.as)}`
    const isJson = call.body !== undefined
    if (isJson) headers['content-type'] ??= 'application/json'
    const response = await app.inject({
      method,
      url: path + queryText(call.query),
      headers,
      payload: isJson ? JSON.stringify(call.body) : call.payload,
    })
    const answer = asAnswer(response)
    checkAgainstContract(method, path, answer)
    note(method, path, call, answer)
    return answer
  }
  return {
    app,
    database,
    config,
    world: new World(database),
    logs,
    request,
    get: (path, call) => request('GET', path, call),
    post: (path, call) => request('POST', path, call),
    tokenOf,
  }
}

const queryText = (query: RequestOptions['query']): string => {
  if (!query) return ''
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)])
      parameters.append(name, one)
  }
  return `?${parameters.toString()}`
}

const asAnswer = (response: Awaited<ReturnType<FastifyInstance['inject']>>): Answer => {
  const headers = response.headers as Record<string, string | undefined>
  const isJson = headers['content-type']?.startsWith('application/json') === true
  return {
    status: response.statusCode,
    headers,
    text: response.payload,
    body: isJson && response.payload !== '' ? (JSON.parse(response.payload) as unknown) : undefined,
  }
}

const patterns = operationIds.map((id) => {
  const definition = definitionOf(id)
  const source = definition.path.replace(/\{\w+\}/g, '[^/]+')
  return { id, definition, pattern: new RegExp(`^${source}$`), literal: !source.includes('[') }
})

type Operation = (typeof patterns)[number]

const found = new Map<string, Operation | undefined>()

/** Which operation a request reaches; literal paths win over patterns, as in the router. */
export const operationOf = (method: string, path: string): Operation | undefined => {
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
  const pathname = path.split('?')[0] ?? ''
  const key = `${verb} ${pathname}`
  if (!found.has(key)) {
    const fitting = patterns.filter(({ definition, pattern }) => definition.method === verb && pattern.test(pathname))
    found.set(key, fitting.find(({ literal }) => literal) ?? fitting[0])
  }
  return found.get(key)
}

const note = (method: Method, path: string, call: RequestOptions, answer: Answer): void => {
  const operation = operationOf(method, path)
  if (!operation) return
  const inPath = new URLSearchParams(path.split('?')[1] ?? '').keys()
  const id = method === 'HEAD' ? (operation.definition.count?.operationId ?? operation.id) : operation.id
  noteRequest(id, [...inPath, ...Object.keys(call.query ?? {})], answer.status < 300 ? answer.body : undefined)
}

/** Successful bodies parse and hold no undeclared key; refusals are JSON in the documented envelope. */
const checkAgainstContract = (method: string, path: string, answer: Answer): void => {
  const operation = operationOf(method, path)
  if (answer.status >= 400) {
    if (method === 'HEAD') return
    expect(answer.headers['content-type'], answer.text).toMatch(/^application\/json/)
    expect(isErrorEnvelope(answer.body), answer.text).toBe(true)
    expect(answer.status, answer.text).not.toBe(500)
    return
  }
  if (!operation || method === 'HEAD' || answer.status >= 300) return
  const { success } = operation.definition
  if (answer.status !== success.status) return
  if (success.schema && success.contentType === undefined) {
    const parsed: unknown = success.schema.parse(answer.body)
    // Much faster than the assertion, which is left to tell what is wrong.
    if (!isDeepStrictEqual(parsed, answer.body)) expect(parsed).toEqual(answer.body)
  } else if (!success.schema) {
    const isEmpty = answer.text === '' || answer.body !== undefined
    expect(isEmpty).toBe(true)
  }
}

const isMessages = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((message) => typeof message === 'string')

const isErrorEnvelope = (body: unknown): boolean => {
  // Of a list of objects, one object of messages for each.
  if (Array.isArray(body)) return isMessages(body) || (body.length > 0 && body.every(isErrorObject))
  return isErrorObject(body)
}

const isErrorObject = (body: unknown): boolean => {
  if (typeof body !== 'object' || body === null) return false
  return Object.entries(body).every(([name, value]) =>
    name === 'detail' && typeof value === 'string' ? true : isMessages(value) || typeof value === 'object',
  )
}
