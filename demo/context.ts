import { monthStart, parseDate } from './calendar.ts'
import { createRandom, uuidFrom } from './random.ts'
import type { Random } from './random.ts'

/** What every part of the data set is derived from. */
export type Context = {
  /** Midnight UTC: nothing that has happened is later, apart from milliseconds on the first day of a month. */
  today: Date
  /** First day of the current month, midnight UTC. */
  month: Date
  /** A stream of its own per topic, so that a change in one topic leaves the others alone. */
  random(topic: string): Random
  /** Depends on seed, kind and key only, so that objects keep their uuid from day to day. */
  uuid(kind: string, key: string | number): string
}

export const createContext = (seed: number, today: string): Context => {
  const date = parseDate(today)
  return {
    today: date,
    month: monthStart(date),
    random: (topic) => createRandom(`${seed}/${topic}`),
    uuid: (kind, key) => uuidFrom(`${seed}/${kind}/${key}`),
  }
}
