import { createHash } from 'node:crypto'

/** A deterministic stream of numbers; every method draws from the same stream. */
export type Random = {
  /** Whole number in [min, max], both inclusive. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Up to `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[]
  bytes(length: number): Buffer
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** 32 hex digits with the version and variant bits of a random UUID, always the same for the same text. */
export const uuidFrom = (text: string): string => {
  const bytes = digest(text).subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex')
}

/** A stream seeded by a text (mulberry32 over the first 32 bits of its hash). */
export const createRandom = (seed: string): Random => {
  let state = digest(seed).readUInt32LE(0)

  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))

  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('Cannot pick from an empty list')
    return items[int(0, items.length - 1)] as T
  }

  const sample = <T>(items: readonly T[], count: number): T[] => {
    const rest = [...items]
    const chosen: T[] = []
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(int(0, rest.length - 1), 1))
    return chosen
  }

  return {
    int,
    chance: (probability) => next() < probability,
    pick,
    sample,
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(0, 255))),
  }
}

/** The item at `index`, starting over at the end of the list. */
export const cycle = <T>(items: readonly T[], index: number): T => {
  if (items.length === 0) throw new Error('Cannot cycle through an empty list')
  return items[index % items.length] as T
}
