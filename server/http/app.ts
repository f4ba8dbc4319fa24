import { randomUUID } from 'node:crypto'
import cors, { type FastifyCorsOptions } from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyBodyParser,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { definitionOf, operationIds, type OperationId } from '../../contract/index.ts'
import { leftOut, type LeftOut } from '../../contract/left-out/index.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { ApiError, MethodNotAllowed, NotAuthenticated, NotFound, NotImplemented, Unavailable } from '../errors.ts'
import type { SecretKeys } from '../lib/secrets.ts'
import { ListMemory } from '../list/memory.ts'
import type { Logger } from '../logger.ts'
import { Remembered } from '../memory/remembered.ts'
import { Stamps } from '../memory/stamps.ts'
import { authorize, type Credentials } from '../access/authorize.ts'
import { Callers } from '../access/callers.ts'
import { answerClientError } from './client-error.ts'
import { readCredentials } from './credentials.ts'
import { registerDocumentation } from './documentation.ts'
import { HEAD_TOO, registerHealth } from './health.ts'
import type { KeptAnswer } from './kept-answers.ts'
import type { Metrics } from './metrics.ts'
import { readableUrl, splitUrl } from './request.ts'
import { asApiError } from './respond.ts'
import { knownPath, routePattern } from './routing.ts'
import { runOperation } from './run.ts'

/** What the application is made from. */
export interface Dependencies {
  config: Config
  database: Database
  secrets: SecretKeys
  logger: Logger
  metrics: Metrics
  /** False while starting and draining. */
  isReady: () => boolean
}

/** What a running application has at hand. */
export interface Runtime extends Dependencies {
  callers: Callers
  lists: ListMemory
  answers: Remembered<KeptAnswer>
}

const MEGABYTE = 1_048_576

/** The HTTP application; it neither listens nor reads the environment. */
export const buildApp = async (dependencies: Dependencies): Promise<FastifyInstance> => {
  const { config, metrics } = dependencies
  // Fastify takes its own, narrower kind of logger.
  const logger: FastifyBaseLogger = dependencies.logger
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: config.MAX_BODY_BYTES,
    requestTimeout: config.REQUEST_TIMEOUT_SECONDS * 1_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    // A path that the router cannot read names nothing; it takes the same way to its 401 or 404 as any other.
    rewriteUrl: (request) => readableUrl(request.url ?? '/'),
    routerOptions: { maxParamLength: 65_536 },
    clientErrorHandler: answerClientError,
    genReqId: (request) => acceptableRequestId(request.headers['x-request-id']) ?? randomUUID(),
    // Its answer would have neither the envelope nor the headers of ours; see `turnAway`.
    return503OnClosing: false,
    exposeHeadRoutes: false,
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Request-ID', request.id)
  })
  await app.register(helmet, {
    frameguard: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Answers are data. The documentation page, which runs scripts, has a policy of its own.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    hsts: config.PUBLIC_URL?.startsWith('https:') === true,
  })
  const crossOrigin: FastifyCorsOptions = {
    // `*` together with credentials is refused by browsers: named origins are echoed, others get no credentials.
    origin: config.CORS_ORIGINS.length > 0 ? config.CORS_ORIGINS : '*',
    credentials: config.CORS_ORIGINS.length > 0,
    methods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
    allowedHeaders: CORS_REQUEST_HEADERS,
    exposedHeaders: ['ETag', 'Link', 'X-Result-Count', 'X-impersonator-uuid', 'X-Request-ID', 'X-Unknown-Params'],
    optionsSuccessStatus: 200,
    strictPreflight: false,
  }
  // Only a preflight is answered without authentication; any other OPTIONS goes the way of an unrouted request.
  await app.register(cors, {
    delegator: (request, done) => {
      done(null, { ...crossOrigin, preflight: request.headers['access-control-request-method'] !== undefined })
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    turnAway(dependencies, request, reply)
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, keepBody)
  app.addHook('onResponse', (request, reply, done) => {
    record(dependencies, request, reply)
    done()
  })
  app.setErrorHandler((error, request, reply) => sendError(dependencies, error, request, reply))
  app.setNotFoundHandler((request, reply) => unrouted(dependencies, request, reply))
  const runtime = {
    ...dependencies,
    callers: new Callers(new Stamps(dependencies.database)),
    lists: new ListMemory(),
    answers: new Remembered<KeptAnswer>(config.RESPONSE_CACHE_MB * MEGABYTE),
  }
  const [withFile, withoutFile] = [operationIds.filter(takesFile), operationIds.filter((id) => !takesFile(id))]
  for (const id of withoutFile) registerOperation(app, runtime, id)
  // Only a form that may bring a file may be as large as one: beside the file there is room for the other fields.
  await app.register(async (scope) => {
    const bodyLimit = config.MAX_IMAGE_BYTES + config.MAX_BODY_BYTES
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit }, keepBody)
    for (const id of withFile) registerOperation(scope, runtime, id)
  })
  for (const operation of Object.values(leftOut)) registerLeftOut(app, dependencies, operation)
  await registerHealth(app, dependencies)
  await registerDocumentation(app)
  app.get('/metrics', HEAD_TOO, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
  return app
}

const CORS_REQUEST_HEADERS = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'If-None-Match',
  'Origin',
  'Prefer',
  'User-Agent',
  'X-CSRFToken',
  'X-Requested-With',
  'X-Impersonated-User-Uuid',
  'X-Request-ID',
  'sentry-trace',
  'baggage',
]

const acceptableRequestId = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : undefined

const keepBody: FastifyBodyParser<Buffer> = (_request, body, done) => {
  done(null, body)
}

const takesFile = (id: OperationId): boolean => definitionOf(id).body?.types.includes('multipart/form-data') === true

const registerOperation = (app: FastifyInstance, runtime: Runtime, id: OperationId): void => {
  const definition = definitionOf(id)
  app.route({
    method: definition.method === 'get' ? ['GET', 'HEAD'] : definition.method.toUpperCase(),
    url: routePattern(definition.path),
    config: { operationId: id },
    handler: async (request, reply) => {
      await runOperation(id, runtime, request, reply)
      return reply
    },
  })
}

/** Published operations that are not built: known to whoever is signed in, and answered with 501. */
const registerLeftOut = (app: FastifyInstance, dependencies: Dependencies, { method, path, reason }: LeftOut): void => {
  app.route({
    method: method.toUpperCase(),
    url: routePattern(path),
    handler: async (request) => {
      const credentials = readCredentials(request.headers.authorization, dependencies.secrets)
      if (!credentials) throw new NotAuthenticated()
      await authenticate(dependencies, credentials)
      throw new NotImplemented(reason)
    },
  })
}

/** Refuses credentials that are not good, whatever they are for. */
const authenticate = (dependencies: Dependencies, credentials: Credentials): Promise<unknown> =>
  authorize(dependencies.database, {
    policy: { who: 'user' },
    credentials,
    impersonatedUuid: undefined,
    scopeUuid: undefined,
    anonymousMayBrowse: false,
    asksForMeters: false,
    onRenewalDue: () => undefined,
    onImpersonation: () => undefined,
  })

const ALWAYS_SERVED: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * While the server stops, requests still arrive on connections that are busy. Such a connection is closed after its
 * answer, so that the client opens the next one where it is served.
 */
const turnAway = ({ isReady }: Dependencies, request: FastifyRequest, reply: FastifyReply): void => {
  if (isReady() || ALWAYS_SERVED.has(splitUrl(request.url)[0])) return
  reply.header('Connection', 'close')
  throw new Unavailable()
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operationId?: string
  }
}

/** One log line and one observation per request, by operation id and never by raw URL. */
const record = ({ logger, metrics }: Dependencies, request: FastifyRequest, reply: FastifyReply): void => {
  const operation = request.routeOptions.config.operationId ?? 'none'
  const seconds = reply.elapsedTime / 1_000
  metrics.observe(operation, request.method, reply.statusCode, seconds)
  logger.info(
    {
      request_id: request.id,
      operation,
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    },
    'request',
  )
}

const sendError = (
  { logger }: Dependencies,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const known = asApiError(error, request.headers['content-type'])
  if (!known || (known.status >= 500 && !(known instanceof NotImplemented))) {
    // Whoever hangs up while he sends is no failure of ours.
    if (request.raw.destroyed && !request.raw.complete) logger.info({ request_id: request.id }, 'client went away')
    else logger.error({ request_id: request.id, err: error }, 'request failed')
  }
  const answer = known ?? new ApiError(500, { detail: 'Internal server error.' })
  return reply.code(answer.status).headers(answer.headers).type('application/json').send(JSON.stringify(answer.body))
}

/** A missing slash is mended, a wrong method named, everything else is not found. */
const unrouted = async (
  dependencies: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const [path, query] = splitUrl(request.url)
  const known = knownPath(path)
  const asksForOptions = request.method === 'OPTIONS'
  if (known) {
    const credentials = readCredentials(request.headers.authorization, dependencies.secrets)
    if (credentials) {
      await authenticate(dependencies, credentials)
    } else if (asksForOptions || !known.isPublic) {
      throw new NotAuthenticated()
    }
    const methods = [...known.methods, 'OPTIONS']
    if (asksForOptions) return reply.header('Allow', methods.join(', ')).send()
    throw new MethodNotAllowed(request.method, methods)
  }
  if (!path.endsWith('/') && knownPath(`${path}/`)) {
    const status = request.method === 'GET' || request.method === 'HEAD' ? 301 : 308
    return reply.redirect(`${path}/${query}`, status)
  }
  throw new NotFound()
}
