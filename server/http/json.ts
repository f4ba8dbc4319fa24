import { randomUUID } from 'node:crypto'
import { ExactNumber } from '../../contract/decimals.ts'

// JSON whose numbers survive: one that a JavaScript number would round is read as an ExactNumber.

const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** Fewer digits than this are always exact. */
const EXACT_DIGITS = 15
/** Known to nobody outside, so that no body can pretend. */
const MARK = `exact ${randomUUID()}`

const isExact = (token: string): boolean => {
  const [mantissa = ''] = token.toLowerCase().split('e')
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '')
  const number = Number(token)
  return digits.length <= EXACT_DIGITS && Number.isFinite(number) && (number !== 0 || digits === '')
}

type Reviver = (key: string, value: unknown) => unknown

/** Parses JSON; throws SyntaxError for what is none. */
export const parseExactJson = (text: string, revive: Reviver): unknown => {
  const value = JSON.parse(text, revive) as unknown
  const rounded: string[] = []
  const marked = text.replace(TEXT_OR_NUMBER, (token) => {
    if (token.startsWith('"') || isExact(token)) return token
    rounded.push(token)
    return JSON.stringify({ [MARK]: token })
  })
  if (rounded.length === 0) return value
  return JSON.parse(marked, (key, inner: unknown) => {
    const isMarked = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, MARK)
    return isMarked
      ? new ExactNumber(String((inner as Record<string, unknown>)[MARK]))
      : key === MARK
        ? inner
        : revive(key, inner)
  }) as unknown
}
