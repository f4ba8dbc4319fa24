import type { Cost } from './blocks.ts'
import type { Case } from './cases.ts'
import type { Figures } from './measure.ts'
import type { BenchOptions } from './options.ts'
import type { ProviderSlug } from './rows/shape.ts'
import type { Soak } from './soak.ts'
import type { StartUp } from './start-up.ts'
import type { Walk } from './walk.ts'
import type { WriteGates } from './write-gates.ts'
import type { WriteFigures } from './writes.ts'

/** One case at one provider. */
export interface Row {
  one: Case
  slug: ProviderSlug
  figures: Figures
  /** By number of resources. */
  costs: ReadonlyMap<number, Cost>
}

export interface Results {
  options: BenchOptions
  command: string
  machine: { processors: number; memory: number; node: string; postgres: string }
  floors: { memory: number; statement: number }
  rows: Row[]
  writes: WriteFigures[]
  gates: WriteGates
  walks: { operation: string; slug: ProviderSlug; walks: ReadonlyMap<number, Walk> }[]
  startUp: StartUp
  soak: Soak
}

export const smallest = ({ options }: Results): number => options.resources[0] ?? 0
export const largest = ({ options }: Results): number => options.resources.at(-1) ?? 0

/** How much longer a single client waits at the largest size than at the smallest one. */
export const growthOf = (results: Results, { figures }: Row): number =>
  (figures.alone.get(largest(results)) ?? NaN) / (figures.alone.get(smallest(results)) ?? NaN)

/** Whether a request returns as many rows at the smallest size as at the largest one; else there is no growth to see. */
export const isLikeForLike = (results: Results, { costs }: Row): boolean =>
  costs.get(smallest(results))?.rows === costs.get(largest(results))?.rows

export const blocksPerRow = ({ costs }: Row, resources: number): number => {
  const cost = costs.get(resources)
  return cost ? cost.blocks / Math.max(1, cost.rows) : NaN
}

/** What makes the results incomplete or wrong, whatever the times are. */
export const problemsOf = (results: Results): string[] => {
  const problems: string[] = []
  for (const { one, slug, figures, costs } of results.rows) {
    const name = `${one.operation}, ${one.variant}, ${slug}`
    if (figures.missing !== undefined) {
      problems.push(`${name}: ${figures.missing}`)
      continue
    }
    if (figures.failures > 0) problems.push(`${name}: ${String(figures.failures)} answers with another status`)
    if (![figures.perSecond, figures.p50, figures.p99, ...figures.alone.values()].every((value) => value > 0)) {
      problems.push(`${name}: a figure is missing`)
    }
    if (costs.size === 0) problems.push(`${name}: no blocks`)
  }
  for (const { operation, failures, perSecond } of results.writes) {
    if (failures > 0 || !(perSecond > 0)) problems.push(`${operation}: ${String(failures)} answers with another status`)
  }
  for (const { operation, walks } of results.walks) {
    if (walks.size !== results.options.resources.length) problems.push(`${operation}: not walked`)
  }
  const { deadlocks, differences } = results.gates
  if (deadlocks > 0) problems.push(`mixed writes: ${String(deadlocks)} deadlocks`)
  if (differences > 0) problems.push(`mixed writes: ${String(differences)} differences of the roll-ups`)
  if (results.soak.errors > 0) problems.push(`soak: ${String(results.soak.errors)} answers with another status`)
  return problems
}
