import type { Stream } from './draw.ts'
import { streams } from './draw.ts'
import type { Shape } from './shape.ts'

export interface Resource {
  id: number
  offering: number
  project: number
  /** 2 OK, 3 erred, 6 terminated. */
  state: number
}

/** What belongs to what; ids count from 1. Tables are written from it one after the other, none is kept in memory. */
export interface Plan {
  shape: Shape
  stream: (name: string) => Stream
  /** First day of the current month. */
  month: Date
  /** Slugs of the organizations that are providers; customer 1 is the first one. */
  providers: readonly string[]
  offerings: number
  customerOf(project: number): number
  resources(): Iterable<Resource>
  /** A moment of the last three years; one in 36 is in the current month. */
  moment(stream: Stream, position: number): string
}

const DAY = 86_400_000
const SECONDS_OF_36_MONTHS = 36 * 30 * 86_400
const TERMINATED = 6

export const planOf = (shape: Shape, seed: number, month: Date): Plan => {
  const stream = streams(seed)
  const named = Object.entries(shape.shares)
  const providers = [
    ...named.map(([slug]) => slug),
    ...Array.from({ length: shape.others }, (_, index) => `provider-other-${String(index + 1)}`),
  ]
  const home = stream('project-customer')
  const [owner, other, offering] = [stream('provider'), stream('other-provider'), stream('offering')]
  const [project, fate] = [stream('resource-project'), stream('state')]

  // However little data there is, no measured list is empty.
  const certain = 3 * named.length

  /** Position of the provider (from 0) that a resource belongs to. */
  const providerOf = (resource: number): number => {
    if (resource <= certain) return (resource - 1) % named.length
    let rest = owner.below(10_000, resource)
    for (const [position, [, share]] of named.entries()) {
      if (rest < share) return position
      rest -= share
    }
    return named.length + other.below(shape.others, resource)
  }

  /** 15 % are terminated, 2 % erred. */
  const stateOf = (resource: number): number => {
    const drawn = resource <= certain ? 100 : fate.below(100, resource)
    if (drawn < 15) return TERMINATED
    return drawn < 17 ? 3 : 2
  }

  return {
    shape,
    stream,
    month,
    providers,
    offerings: providers.length * shape.offeringsPerProvider,
    customerOf: (id) => 1 + home.below(shape.customers, id),
    *resources() {
      for (let id = 1; id <= shape.resources; id++) {
        yield {
          id,
          offering: providerOf(id) * shape.offeringsPerProvider + 1 + offering.below(shape.offeringsPerProvider, id),
          project: 1 + project.below(shape.projects, id),
          state: stateOf(id),
        }
      }
    },
    moment: (times, position) => {
      const seconds = times.below(SECONDS_OF_36_MONTHS, position)
      // The month may be minutes old: what is made in it was made in its first seconds.
      const offset = seconds < 30 * 86_400 ? seconds / 30 / 86_400 : -seconds
      return new Date(month.getTime() + offset * 1_000).toISOString()
    },
  }
}

/** Day of the plan's month, `days` before its first one. */
export const daysBefore = (plan: Plan, days: number): string =>
  new Date(plan.month.getTime() - days * DAY).toISOString().slice(0, 10)
