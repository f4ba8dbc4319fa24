import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { ParseError } from '../errors.ts'

/** The query parameters in the order of the URL, leniently decoded. */
export const queryOf = (request: FastifyRequest): URLSearchParams => {
  const start = request.url.indexOf('?')
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1))
}

/** Scheme and host as the client sees them, or the configured public base. */
export const originOf = (request: FastifyRequest, config: Config): string => {
  if (config.PUBLIC_URL !== undefined) return config.PUBLIC_URL
  const host = request.host
  if (!/^[\w.-]+(:\d+)?$|^\[[\da-fA-F:.]+\](:\d+)?$/.test(host)) throw new ParseError('The Host header is malformed.')
  return `${request.protocol}://${host}`
}
