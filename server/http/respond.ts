import type { FastifyError } from 'fastify'
import pg from 'pg'
import { ApiError, ParseError, Unavailable, UnsupportedMediaType } from '../errors.ts'
import { sqlState } from '../db/database.ts'

/** SQLSTATE classes that say that the server is gone or out of resources: connection, resources, operator, system. */
const UNAVAILABLE_STATES = /^(?:08|53|57|58)/
/** SQLSTATE class of values that the contract's checks let through: the client's fault, not ours. */
const DATA_EXCEPTION = '22'

/** What the driver says, without a code, when there is no connection (any more). */
const CONNECTION_FAILURES = [
  'Connection terminated',
  'Cannot use a pool after calling end',
  'not queryable',
  'timeout exceeded when trying to connect',
  'Query read timeout',
]

const isConnectionFailure = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    CONNECTION_FAILURES.some((text) => error.message.includes(text))
  )
}

/** The answer to whatever was thrown; undefined for an error of our own, which is answered with 500. */
export const asApiError = (error: unknown, contentType = ''): ApiError | undefined => {
  if (error instanceof ApiError) return error
  if (error instanceof pg.DatabaseError) {
    const state = sqlState(error) ?? ''
    if (UNAVAILABLE_STATES.test(state)) return new Unavailable()
    return state.startsWith(DATA_EXCEPTION)
      ? new ParseError('The request holds a value that cannot be stored.')
      : undefined
  }
  if (isConnectionFailure(error)) return new Unavailable()
  const status = (error as Partial<FastifyError>).statusCode
  if (status === 413) return new ApiError(413, { detail: 'The request body is too large.' })
  if (status === 415) return new UnsupportedMediaType(contentType)
  if (status !== undefined && status >= 400 && status < 500) {
    return new ApiError(status, { detail: 'The request cannot be read.' })
  }
  return undefined
}
