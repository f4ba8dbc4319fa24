import type { Random } from './random.ts'

const DAY_MS = 86_400_000

/** Midnight UTC of a `YYYY-MM-DD` date; throws on anything else. */
export const parseDate = (text: string): Date => {
  const date = new Date(`${text}T00:00:00.000Z`)
  if (Number.isNaN(date.getTime()) || isoDate(date) !== text) throw new Error(`Not a date: ${text}`)
  return date
}

export const isoDate = (date: Date): string => date.toISOString().slice(0, 10)

export const isoInstant = (date: Date): string => date.toISOString()

export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS)

export const addHours = (date: Date, hours: number): Date => new Date(date.getTime() + hours * 3_600_000)

/** First day of the month that lies `months` after the month of `date`. */
export const monthStart = (date: Date, months = 0): Date =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))

export const monthsBetween = (from: Date, to: Date): number =>
  (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()

/** Started days between two instants. */
export const daysBetween = (from: Date, to: Date): number => Math.ceil((to.getTime() - from.getTime()) / DAY_MS)

/** Started hours between two instants. */
export const hoursBetween = (from: Date, to: Date): number => Math.ceil((to.getTime() - from.getTime()) / 3_600_000)

export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

export const later = (a: Date, b: Date): Date => (a > b ? a : b)

/** An instant in [from, to); on an empty range a few milliseconds after `from`, so that it still counts as past. */
export const between = (random: Random, from: Date, to: Date): Date => {
  const seconds = Math.floor((to.getTime() - from.getTime()) / 1000)
  return seconds > 0
    ? new Date(from.getTime() + random.int(0, seconds - 1) * 1000)
    : new Date(from.getTime() + random.int(0, 99))
}
