// Requests as the fetch clients that hey-api generates from the published contract make them, among them Waldur's
// TypeScript client: how URL, headers and body come about, and what becomes of the answer.

interface Scheme {
  type: 'apiKey' | 'http'
  scheme?: 'bearer'
  in?: 'header'
  name?: string
}

/** What every operation of the published contract declares. */
const SECURITY: readonly Scheme[] = [
  { in: 'header', name: 'Authorization', type: 'apiKey' },
  { scheme: 'bearer', type: 'http' },
]

type Auth = string | ((scheme: Scheme) => string | undefined)

type QueryValue = string | number | boolean | Date | null | undefined | readonly (string | number)[]

interface ClientOptions {
  baseUrl: string
  auth?: Auth
  headers?: Record<string, string>
}

export interface CallOptions extends Partial<ClientOptions> {
  path?: Record<string, string>
  query?: Record<string, QueryValue>
  /** JSON unless `form` is set. */
  body?: Record<string, unknown>
  form?: boolean
}

/** What a caller gets who does not ask for errors to be thrown. */
export interface Result {
  data?: unknown
  error?: unknown
  request: Request
  response: Response
}

const tokenFor = (scheme: Scheme, auth: Auth | undefined): string | undefined => {
  const token = typeof auth === 'function' ? auth(scheme) : auth
  if (token === undefined || token === '') return undefined
  return scheme.scheme === 'bearer' ? `Bearer ${token}` : token
}

/** Both schemes are applied in turn: the second overwrites what the first has set. */
const applyAuth = (headers: Headers, auth: Auth | undefined): void => {
  for (const scheme of SECURITY) {
    if (scheme.name !== undefined && headers.has(scheme.name)) continue
    const token = tokenFor(scheme, auth)
    if (token !== undefined) headers.set(scheme.name ?? 'Authorization', token)
  }
}

/** Arrays repeat the name; dates are not escaped; what is not set is left out. */
const parametersOf = (name: string, value: QueryValue): string[] => {
  if (value === null || value === undefined) return []
  if (value instanceof Date) return [`${name}=${value.toISOString()}`]
  const values = typeof value === 'object' ? value : [value]
  return values.map((one) => `${name}=${encodeURIComponent(one)}`)
}

const urlOf = (baseUrl: string, template: string, { path = {}, query = {} }: CallOptions): string => {
  const filled = template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? ''))
  const search = Object.entries(query).flatMap(([name, value]) => parametersOf(name, value))
  return baseUrl + filled + (search.length > 0 ? `?${search.join('&')}` : '')
}

const formOf = (body: Record<string, unknown>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue
    if (value instanceof Blob) form.append(name, value)
    else form.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return form
}

/** Which reader a content type asks for; without one the caller gets the stream. */
const readerOf = (contentType: string | null): 'json' | 'text' | 'blob' | 'stream' => {
  if (contentType === null || contentType === '') return 'stream'
  const type = contentType.split(';')[0]?.trim() ?? ''
  if (type.startsWith('application/json') || type.endsWith('+json')) return 'json'
  if (/^(application|audio|image|video)\//.test(type)) return 'blob'
  return type.startsWith('text/') ? 'text' : 'json'
}

const dataOf = async (response: Response): Promise<unknown> => {
  const reader = readerOf(response.headers.get('content-type'))
  const isEmpty = response.status === 204 || response.headers.get('content-length') === '0'
  if (reader === 'stream') return isEmpty ? {} : response.body
  if (reader === 'json') {
    const text = isEmpty ? '' : await response.text()
    return text === '' ? {} : (JSON.parse(text) as unknown)
  }
  return response[reader]()
}

const errorOf = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text === '' ? {} : text
  }
}

export const createClient = (config: ClientOptions) => {
  const request = async (method: string, template: string, options: CallOptions = {}): Promise<Result> => {
    const headers = new Headers({ 'Content-Type': 'application/json', ...config.headers, ...options.headers })
    applyAuth(headers, options.auth ?? config.auth)
    const { body, form = false } = options
    // The form brings its own type, with the boundary.
    if (body === undefined || form) headers.delete('Content-Type')
    const sent = body === undefined ? undefined : form ? formOf(body) : JSON.stringify(body)
    const url = urlOf((options.baseUrl ?? config.baseUrl).replace(/\/$/, ''), template, options)
    const made = new Request(url, { method, headers, body: sent, redirect: 'follow' })
    const response = await fetch(made)
    return response.ok
      ? { data: await dataOf(response), request: made, response }
      : { error: await errorOf(response), request: made, response }
  }
  return request
}
