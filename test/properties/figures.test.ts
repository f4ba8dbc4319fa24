import { beforeAll, describe, expect, test } from 'vitest'
import { generateDemo } from '../../demo/generate.ts'
import type { Preset } from '../../demo/preset.ts'
import { rowsOf } from '../../demo/preset-rows.ts'
import { loadPreset } from '../../importer/index.ts'
import { startTestApp, TEST_SECRETS } from '../harness/index.ts'
import { expectedRevenue, expectedStat, type Stat } from './expected-figures.ts'

// The figures of a provider against sums over the rows of the loaded file, which know nothing of SQL.

const TODAY = new Date().toISOString().slice(0, 10)
const WHOLE = 1
const SEEDS = Array.from({ length: 20 }, (_, index) => 1_000 + index * 7_919)

/** Everything that the figures depend on; leaving out the rest makes a load three times as fast. */
const SECTIONS = new Set(
  `users organization_groups customers service_providers project_types projects category_groups categories tags
  checklists offerings plans resources orders customer_credits invoices invoice_items campaigns issue_statuses
  issues`.split(/\s+/),
)

const presetOf = (seed: number): Preset => {
  const preset = generateDemo({ seed, today: TODAY })
  if (seed === WHOLE) return preset
  const kept = Object.entries(preset).filter(([section]) => section === '_metadata' || SECTIONS.has(section))
  return Object.fromEntries(kept) as Preset
}

const seen: { stats: Stat[]; months: number[] } = { stats: [], months: [] }

describe.each([WHOLE, ...SEEDS])('demo data of seed %i', async (seed) => {
  const { database, world, get } = await startTestApp({}, { poolSize: 3 })
  const preset = presetOf(seed)

  beforeAll(async () => {
    const report = await loadPreset(database, TEST_SECRETS, preset)
    expect(report.problems).toEqual([])
  }, 30_000)

  test('stat and revenue of every provider', async () => {
    const staff = await world.staff()
    for (const provider of rowsOf(preset, 'service_providers')) {
      const base = `/api/marketplace-service-providers/${String(provider.uuid)}/`
      const stat = await get(`${base}stat/`, { as: staff })
      expect(stat.body).toEqual(expectedStat(preset, provider, TODAY))
      const revenue = await get(`${base}revenue/`, { as: staff })
      expect(revenue.body).toEqual(expectedRevenue(preset, provider, TODAY))
      seen.stats.push(stat.body)
      seen.months.push(revenue.body.length)
    }
  })
})

test('the files fill every figure, which zeros alone would not', () => {
  const [first] = seen.stats
  for (const name of Object.keys(first!) as (keyof Stat)[]) {
    expect(new Set(seen.stats.map((stat) => stat[name])).size, name).toBeGreaterThan(1)
  }
  expect(Math.max(...seen.months)).toBe(13)
})
