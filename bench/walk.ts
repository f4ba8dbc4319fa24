import type { ProviderSlug } from './rows/shape.ts'
import { fetchFrom, type Target } from './measure.ts'
import { median } from './figures.ts'

const PAGE_SIZE = 300
const LONGEST_MILLISECONDS = 180_000
/** A short walk is repeated until it has taken this long. */
const SHORTEST_MILLISECONDS = 2_000

export interface Walk {
  rows: number
  /** Microseconds a row, the middle of all walks. */
  perRow: number
  /** Pages walked and pages there are; fewer when the walk took too long. */
  walked: number
  pages: number
}

/** Fetches every page of a list, one after the other. */
const walkOnce = async (target: Target, slug: ProviderSlug, operation: string): Promise<Walk> => {
  const facts = target.facts.get(slug)
  if (!facts) throw new Error(`The measured data has no ${slug}`)
  const started = performance.now()
  let [rows, pages, walked] = [0, 1, 0]
  while (walked < pages && performance.now() - started < LONGEST_MILLISECONDS) {
    const query = `page_size=${String(PAGE_SIZE)}&page=${String(walked + 1)}`
    const answer = await fetchFrom(target.server, facts.token, `${facts.path}${operation}/?${query}`)
    await answer.arrayBuffer()
    rows = Number(answer.headers.get('x-result-count'))
    pages = Math.max(1, Math.ceil(rows / PAGE_SIZE))
    walked++
  }
  const seen = Math.min(rows, walked * PAGE_SIZE)
  return { rows, pages, walked, perRow: ((performance.now() - started) * 1_000) / seen }
}

/** Whole lists at every size, by number of resources; the sizes take turns. */
export const walkList = async (
  targets: readonly Target[],
  slug: ProviderSlug,
  operation: string,
  repeats: number,
): Promise<Map<number, Walk>> => {
  const walks = new Map<number, Walk[]>()
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const target of targets) {
      const started = performance.now()
      const done = walks.get(target.resources) ?? []
      const isLong = repeat > 0 && done.some(({ perRow, rows }) => perRow * rows > 20_000_000)
      if (isLong) continue
      do done.push(await walkOnce(target, slug, operation))
      while (performance.now() - started < SHORTEST_MILLISECONDS / repeats)
      walks.set(target.resources, done)
    }
  }
  return new Map(
    [...walks].flatMap(([resources, done]) => {
      const [first] = done
      return first ? [[resources, { ...first, perRow: median(done.map(({ perRow }) => perRow)) }]] : []
    }),
  )
}
