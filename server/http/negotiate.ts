import { NotAcceptable } from '../errors.ts'

/** Refuses with 406 when the `Accept` header excludes what the operation answers with. */
export const negotiate = (accept: string | undefined, contentType = 'application/json'): void => {
  if (accept === undefined || contentType === '*/*') return
  const ranges = acceptRanges(accept)
  if (ranges.size === 0) return
  const type = contentType.split(';')[0] ?? ''
  // The most specific range counts. A client that asks for JSON of an operation that answers with text is served; the
  // published clients do.
  const quality = ranges.get(type) ?? ranges.get(`${type.split('/')[0] ?? ''}/*`) ?? ranges.get('*/*') ?? 0
  if (quality === 0 && (ranges.get('application/json') ?? 0) === 0) throw new NotAcceptable()
}

/** Qualities by media range, RFC 9110 section 12.5.1. */
const acceptRanges = (accept: string): Map<string, number> => {
  const ranges = new Map<string, number>()
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((word) => word.trim())
    if (range !== '') ranges.set(range, Math.max(ranges.get(range) ?? 0, qualityIn(parameters)))
  }
  return ranges
}

/** 1 when none is given, or one that cannot be read. */
const qualityIn = (parameters: readonly string[]): number => {
  const text = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '') ?? ''
  const quality = text === '' ? 1 : Number(text)
  return quality >= 0 && quality <= 1 ? quality : 1
}
