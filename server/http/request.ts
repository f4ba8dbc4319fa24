import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { ParseError } from '../errors.ts'

/** Path and query of a request URL, the query with its question mark or empty. */
export const splitUrl = (url: string): [path: string, query: string] => {
  const start = url.indexOf('?')
  return start < 0 ? [url, ''] : [url.slice(0, start), url.slice(start)]
}

/** The URL with the percent signs of its path taken literally when they do not spell UTF-8. */
export const readableUrl = (url: string): string => {
  // The absolute form of a URL means the same as its path.
  const [path, query] = splitUrl(url.replace(/^https?:\/\/[^/?#]+/i, ''))
  try {
    decodeURIComponent(path)
    return path + query
  } catch {
    return path.replaceAll('%', '%25') + query
  }
}

/** The query parameters in the order of the URL, leniently decoded. */
export const queryOf = (request: FastifyRequest): URLSearchParams => {
  const [, query] = splitUrl(request.url)
  return new URLSearchParams(query)
}

/** Scheme and host as the client sees them, or the configured public base. */
export const originOf = (request: FastifyRequest, config: Config): string => {
  if (config.PUBLIC_URL !== undefined) return config.PUBLIC_URL
  const host = request.host
  if (!/^[\w.-]+(:\d+)?$|^\[[\da-fA-F:.]+\](:\d+)?$/.test(host)) throw new ParseError('The Host header is malformed.')
  // A forwarded protocol is whatever the header says.
  return `${request.protocol === 'https' ? 'https' : 'http'}://${host}`
}
