import { Busboy } from '@fastify/busboy'
import type { UploadedFile } from '../../contract/fields.ts'
import { ParseError, UnsupportedMediaType } from '../errors.ts'
import { parseExactJson } from './json.ts'

// Bodies are buffered and parsed late: an unknown provider or a missing permission is reported before a bad body.

const MAX_PARTS = 100
const MAX_JSON_DEPTH = 100
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

/** Reads a body by its media type into plain values; undefined when there is none. */
export const parseBody = async (raw: Buffer | undefined, contentType: string | undefined): Promise<unknown> => {
  if (!raw || raw.length === 0) return undefined
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // Read as UTF-8, other texts would be stored as something else.
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase()
  if (charset !== undefined && !CHARSETS.has(charset)) throw new UnsupportedMediaType(contentType ?? '')
  if (type === 'application/json') return parseJson(raw)
  if (type === 'application/x-www-form-urlencoded') return parseForm(raw)
  if (type === 'multipart/form-data') return parseMultipart(raw, contentType ?? '')
  throw new UnsupportedMediaType(contentType ?? '')
}

const decode = (raw: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    throw new ParseError('JSON parse error - the body is not UTF-8')
  }
}

const parseJson = (raw: Buffer): unknown => {
  const text = decode(raw)
  if (depth(text) > MAX_JSON_DEPTH) throw new ParseError('JSON parse error - nested too deeply')
  try {
    return parseExactJson(text, (_key, value) => (typeof value === 'string' ? wellFormed(value) : value))
  } catch (error) {
    if (error instanceof ParseError) throw error
    throw new ParseError(`JSON parse error - ${error instanceof Error ? error.message : 'not JSON'}`)
  }
}

/** PostgreSQL stores no lone surrogates. */
const wellFormed = (value: string): string => {
  if (/\p{Cs}/u.test(value)) throw new ParseError('JSON parse error - a text holds a lone surrogate')
  return value
}

/** Deepest nesting of brackets outside of texts. */
const depth = (text: string): number => {
  let deepest = 0
  let current = 0
  let inText = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inText) {
      if (character === '\\') index++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++current)
    else if (character === '}' || character === ']') current--
  }
  return deepest
}

/** The last occurrence of a name wins, as in query strings. */
const fromEntries = (entries: Iterable<[string, unknown]>): Record<string, unknown> =>
  Object.fromEntries([...entries].filter(([name]) => name !== '__proto__'))

/** The published Python client writes an absent image as this word. */
const formValue = (name: string, value: string): string => (name === 'image' && value === 'None' ? '' : value)

const parseForm = (raw: Buffer): Record<string, unknown> => {
  const entries = [...new URLSearchParams(raw.toString('utf8'))]
  return fromEntries(entries.map(([name, value]) => [name, formValue(name, value)]))
}

const parseMultipart = (raw: Buffer, contentType: string): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const entries: [string, unknown][] = []
    const fail = () => {
      reject(new ParseError('Multipart form parse error - the form is malformed'))
    }
    let parser
    try {
      parser = new Busboy({ headers: { 'content-type': contentType }, limits: { parts: MAX_PARTS } })
    } catch {
      fail()
      return
    }
    parser.on('field', (name: string, value: string) => {
      entries.push([name, formValue(name, value)])
    })
    parser.on('file', (name: string, stream: NodeJS.ReadableStream, filename: string | undefined) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const file: UploadedFile = { filename: filename ?? '', content: Buffer.concat(chunks) }
        entries.push([name, file])
      })
      stream.on('error', fail)
    })
    parser.on('partsLimit', fail)
    parser.on('error', fail)
    parser.on('finish', () => {
      resolve(fromEntries(entries))
    })
    parser.end(raw)
  })
