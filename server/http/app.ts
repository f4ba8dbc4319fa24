import { randomUUID } from 'node:crypto'
import cors, { type FastifyCorsOptions } from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { definitionOf, operationIds, type OperationId } from '../../contract/index.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { ApiError, MethodNotAllowed, NotAuthenticated, NotFound } from '../errors.ts'
import type { SecretKeys } from '../lib/secrets.ts'
import { Counts } from '../list/counts.ts'
import { Sequences } from '../list/sequences.ts'
import type { Logger } from '../logger.ts'
import { authorize } from '../access/authorize.ts'
import { answerClientError } from './client-error.ts'
import { readCredentials } from './credentials.ts'
import { registerDocumentation } from './documentation.ts'
import { registerHealth } from './health.ts'
import { KeptAnswers } from './kept-answers.ts'
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
  counts: Counts
  sequences: Sequences
  answers: KeptAnswers
}

const MULTIPART_OVERHEAD_BYTES = 65_536
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
    return503OnClosing: true,
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
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.addHook('onResponse', (request, reply, done) => {
    record(dependencies, request, reply)
    done()
  })
  app.setErrorHandler((error, request, reply) => sendError(dependencies, error, request, reply))
  app.setNotFoundHandler((request, reply) => unrouted(dependencies, request, reply))
  const runtime = {
    ...dependencies,
    counts: new Counts(),
    sequences: new Sequences(),
    answers: new KeptAnswers(config.RESPONSE_CACHE_MB * MEGABYTE),
  }
  for (const id of operationIds) registerOperation(app, runtime, id)
  await registerHealth(app, dependencies)
  await registerDocumentation(app)
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
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

const registerOperation = (app: FastifyInstance, runtime: Runtime, id: OperationId): void => {
  const definition = definitionOf(id)
  const takesFile = definition.body?.types.includes('multipart/form-data') === true
  app.route({
    method: definition.method === 'get' ? ['GET', 'HEAD'] : definition.method.toUpperCase(),
    url: routePattern(definition.path),
    config: { operationId: id },
    ...(takesFile ? { bodyLimit: runtime.config.MAX_IMAGE_BYTES + MULTIPART_OVERHEAD_BYTES } : {}),
    handler: async (request, reply) => {
      await runOperation(id, runtime, request, reply)
      return reply
    },
  })
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
  if (!known || known.status >= 500) {
    logger.error({ request_id: request.id, err: error }, 'request failed')
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
      await authorize(dependencies.database, {
        policy: { who: 'user' },
        credentials,
        impersonatedUuid: undefined,
        scopeUuid: undefined,
        anonymousMayBrowse: false,
        asksForMeters: false,
        onRenewalDue: () => undefined,
        onImpersonation: () => undefined,
      })
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
