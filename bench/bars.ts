import { figure, ratio } from './figures.ts'
import { growthOf, isLikeForLike, largest, smallest, type Results, type Row } from './results.ts'

/** A target with what was measured. */
export interface Bar {
  what: string
  must: string
  aim: string
  measured: string
  /** Undefined when there is nothing to compare. */
  met: 'aim' | 'must' | 'no' | undefined
}

const TYPICAL = 'provider-1'
const PAGES = ['page of 10', 'page of 100']

const judge = (value: number, must: number, aim: number, better: 'more' | 'less'): Bar['met'] => {
  if (!Number.isFinite(value)) return undefined
  const reaches = (bar: number) => (better === 'more' ? value >= bar : value <= bar)
  return reaches(aim) ? 'aim' : reaches(must) ? 'must' : 'no'
}

/** The row that is furthest from its target, by a value of which more is better. */
const worstOf = (rows: readonly Row[], value: (row: Row) => number): Row | undefined =>
  rows.filter((row) => Number.isFinite(value(row))).toSorted((a, b) => value(a) - value(b))[0]

const nameOf = ({ one, slug }: Row): string => `${one.operation}, ${one.variant}${slug === TYPICAL ? '' : `, ${slug}`}`

/** A throughput as a part of F1, at the provider of 1 %; of several requests the slowest one counts. */
const ofStatement = (results: Results, what: string, wanted: (row: Row) => boolean, must: number, aim: number): Bar => {
  const rows = results.rows.filter((row) => row.slug === TYPICAL && wanted(row))
  const worst = worstOf(rows, ({ figures }) => figures.ofStatement)
  const value = worst?.figures.ofStatement ?? NaN
  const missing = rows.find(({ figures }) => figures.missing !== undefined)?.figures.missing
  const where = worst && rows.length > 1 ? ` (${nameOf(worst)})` : ''
  return {
    what,
    must: `${String(must)} F1`,
    aim: `${String(aim)} F1`,
    measured: worst ? `${ratio(value)} F1${where}` : (missing ?? '–'),
    met: judge(value, must, aim, 'more'),
  }
}

const is = (operation: string, variant: string) => (row: Row) =>
  row.one.operation === operation && row.one.variant === variant

const isOneOf = (operations: readonly string[], variant: string) => (row: Row) =>
  row.one.variant === variant && operations.some((operation) => row.one.operation.startsWith(operation))

/** The largest growth over the rows, for which less is better. */
const growth = (results: Results, what: string, rows: readonly Row[], must: number, aim: number): Bar => {
  const worst = worstOf(
    rows.filter((row) => isLikeForLike(results, row)),
    (row) => -growthOf(results, row),
  )
  const value = worst ? growthOf(results, worst) : NaN
  return {
    what,
    must: `≤ ${String(must)} ×`,
    aim: `≤ ${String(aim)} ×`,
    measured: worst ? `${figure(value)} × (${nameOf(worst)})` : '–',
    met: judge(value, must, aim, 'less'),
  }
}

const CONSTANT = 1.5

/** Blocks that a row's request touches, largest against smallest size. */
const blockGrowthOf = (results: Results, { costs }: Row): number =>
  (costs.get(largest(results))?.blocks ?? NaN) / (costs.get(smallest(results))?.blocks ?? NaN)

/** What a list without filters says of its length, with what is remembered and directly after a commit. */
const totals = (results: Results): Bar[] => {
  const rows = results.rows.filter(({ one }) => one.variant === 'HEAD')
  const anew = worstOf(rows, (row) => -blockGrowthOf(results, row))
  const times = anew ? blockGrowthOf(results, anew) : NaN
  const constant = { must: 'constant', aim: 'constant' }
  return [
    { ...growth(results, 'unfiltered total: time', rows, CONSTANT, CONSTANT), ...constant },
    {
      what: 'unfiltered total: blocks, directly after a commit',
      ...constant,
      measured: anew ? `${figure(times)} × (${nameOf(anew)})` : '–',
      met: judge(times, CONSTANT, CONSTANT, 'less'),
    },
  ]
}

const walking = (results: Results): Bar => {
  const growths = results.walks
    .filter(({ slug }) => slug === TYPICAL)
    .map(({ operation, walks }) => {
      const [before, after] = [walks.get(smallest(results)), walks.get(largest(results))]
      return { operation, times: (after?.perRow ?? NaN) / (before?.perRow ?? NaN) }
    })
    .filter(({ times }) => Number.isFinite(times))
    .toSorted((a, b) => b.times - a.times)
  const [worst] = growths
  return {
    what: 'walk of a whole list per row, largest against smallest size',
    must: '≤ 2 ×',
    aim: '≤ 1.2 ×',
    measured: worst ? `${figure(worst.times)} × (${worst.operation})` : '–',
    met: judge(worst?.times ?? NaN, 2, 1.2, 'less'),
  }
}

const MARKS = { aim: 'yes, and the aim', must: 'yes', no: '**no**' } as const

export const markOf = ({ met }: Bar): string => (met === undefined ? 'not measured' : MARKS[met])

/** What must hold at the largest size. */
export const barsOf = (results: Results): Bar[] => {
  const all = results.rows
  return [
    ofStatement(results, 'projects, page of 10, with authentication and total', is('projects', 'page of 10'), 0.2, 0.3),
    ofStatement(results, 'users, page of 10', is('users', 'page of 10'), 0.12, 0.18),
    ofStatement(results, 'customers, page of 10, all fields', is('customers', 'page of 10'), 0.08, 0.5),
    ofStatement(results, 'projects, page of 100', is('projects', 'page of 100'), 0.04, 0.06),
    ofStatement(results, 'customers, page of 100', is('customers', 'page of 100'), 0.01, 0.15),
    ofStatement(
      results,
      'keys, offerings, project_permissions, compliance, page of 10',
      isOneOf(['keys', 'offerings', 'project_permissions', 'compliance/'], 'page of 10'),
      0.1,
      0.2,
    ),
    ofStatement(results, 'stat', is('stat', 'answer'), 0.5, 0.7),
    ofStatement(results, 'unchanged poll with ETag', ({ one }) => one.again === 'unchanged', 0.7, 0.9),
    growth(
      results,
      'page time, largest against smallest size, any list, any provider',
      all.filter(({ one }) => PAGES.includes(one.variant)),
      4,
      1.5,
    ),
    ...totals(results),
    walking(results),
  ]
}
