// Lenient readers of what clients send. Each returns undefined for a value that it does not understand.

/** Any usual spelling of a UUID (hex, hyphens, braces, urn) as lower case with hyphens. */
export const canonicalUuid = (value: string): string | undefined => {
  const hex = value
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1')
  if (/^[0-9a-f]{32}$/.test(hex)) {
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(hex) ? hex : undefined
}

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const isCalendarDate = (year: number, month: number, day: number): boolean =>
  year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)

/** `YYYY-MM-DD`, checked against the calendar. */
export const parseDate = (value: string): string | undefined => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  return match && isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3])) ? value : undefined
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * ISO 8601 date or date-time as UTC text `YYYY-MM-DDTHH:MM:SS.ffffffZ`. The offset is resolved here, because
 * PostgreSQL knows a smaller range of offsets than clients may send. Microseconds survive.
 */
export const parseTimestamp = (value: string): string | undefined => {
  const match = INSTANT.exec(value)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((index) => Number(match[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (!isCalendarDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined
  const offset = offsetMinutes(match[8])
  if (offset === undefined) return undefined
  const instant = new Date(0)
  instant.setUTCFullYear(year, month - 1, day)
  instant.setUTCHours(hour, minute - offset, second)
  const utcYear = instant.getUTCFullYear()
  if (utcYear < 1 || utcYear > 9999) return undefined
  const micros = (match[7] ?? '').slice(0, 6).padEnd(6, '0')
  return `${instant.toISOString().slice(0, 19)}.${micros}Z`
}

const offsetMinutes = (text: string | undefined): number | undefined => {
  if (text === undefined || text.toUpperCase() === 'Z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', '') || 0)
  if (hours > 23 || minutes > 59) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Path of an absolute or path-only URL, or undefined when there is none. */
export const pathOfUrl = (value: string): string | undefined => {
  const path = value.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
  return path.startsWith('/') ? path : undefined
}

/** The UUID in a detail URL `/api/<collection>/<uuid>/`; host and scheme do not matter. */
export const uuidOfUrl = (value: string, collection: string): string | undefined => {
  const match = /^\/api\/([^/]+)\/([^/]+)\/$/.exec(pathOfUrl(value) ?? '')
  return match?.[1] === collection ? canonicalUuid(match[2] ?? '') : undefined
}
