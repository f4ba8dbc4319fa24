// Numbers that look random and depend on nothing but a seed, a stream and a position, so that any table can know what
// another one holds without keeping it.

/** A bijection of 32-bit numbers whose results look random. */
const mix = (value: number): number => {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const codeOf = (text: string): number => [...text].reduce((code, letter) => mix(code + letter.charCodeAt(0)), 0)

/** One sequence of draws: the same position always gives the same value, different positions independent ones. */
export interface Stream {
  /** Whole number in [0, limit). */
  below(limit: number, position: number): number
  /** Eight hexadecimal digits, different for different positions. */
  hex(position: number): string
  /** A random (version 4) UUID, different for different positions. */
  uuid(position: number): string
}

/** Streams of a seed, by name. */
export const streams = (seed: number): ((name: string) => Stream) => {
  return (name) => {
    const keys = [1, 2, 3, 4].map((part) => mix(mix(seed) ^ codeOf(`${name}/${part}`)))
    const at = (part: number, position: number): number => mix(mix(position + (keys[part] ?? 0)) ^ (keys[part] ?? 0))
    const hexAt = (part: number, position: number): string => at(part, position).toString(16).padStart(8, '0')
    return {
      below: (limit, position) => at(0, position) % limit,
      hex: (position) => hexAt(0, position),
      uuid: (position) => {
        const [first, second, third, fourth] = [0, 1, 2, 3].map((part) => hexAt(part, position)) as [
          string,
          string,
          string,
          string,
        ]
        const variant = '89ab'[parseInt(third.charAt(0), 16) % 4] ?? '8'
        return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`
      },
    }
  }
}
