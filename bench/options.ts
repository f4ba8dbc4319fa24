import { parseArgs } from 'node:util'
import { PROVIDER_SLUGS, SHAPES, type ProviderSlug, type ShapeName } from './rows/shape.ts'

export interface BenchOptions {
  shape: ShapeName
  /** Growing; the last one is under load, the first one is what growth is measured against. */
  resources: number[]
  seed: number
  seconds: number
  repeats: number
  connections: number
  soakSeconds: number
  /** Requests of every write path in one repeat. */
  writes: number
  providers: readonly ProviderSlug[]
  /** Most requests in one measurement. */
  maximum: number
  /** Requests to measure, as `operation, variant`; all when undefined. */
  only: RegExp | undefined
  /** Markdown file whose measured part is replaced. */
  output: string | undefined
  /** Database `postgres` of another server, as its superuser; without it the embedded one is used. */
  url: string | undefined
  /** Shows that everything works, without figures that are worth anything. */
  quick: boolean
}

export class OptionError extends Error {}

const QUICK = { shape: 'site-agent', resources: '1000,10000', seconds: '0.02', repeats: '1', soak: '2', writes: '20' }
const FULL = {
  shape: 'marketplace',
  resources: '10000,1000000',
  seconds: '0.5',
  repeats: '3',
  soak: '300',
  writes: '400',
}

export const HELP = `npm run bench -- [options]

  --quick               a minute or two on little data: does everything work?
  --shape NAME          ${SHAPES.join(' or ')} (${FULL.shape})
  --resources N,M       sizes, growing (${FULL.resources}); 5000000 is possible, too
  --seed N              of the data (1)
  --seconds N           length of one measurement (${FULL.seconds})
  --repeats N           interleaved repeats (${FULL.repeats})
  --connections N       clients at a time (32)
  --soak N              seconds of steady load (${FULL.soak})
  --writes N            requests of every write path in one repeat (${FULL.writes})
  --only REGEXP         only requests that match, such as 'projects, page of 10'
  --output FILE         Markdown file whose measured part is replaced
  --url URL             database "postgres" of another PostgreSQL server, as superuser
`

const whole = (name: string, text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new OptionError(`--${name} must be a whole number above 0`)
  return Number(text)
}

const seconds = (name: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0 && value <= 3_600)) throw new OptionError(`--${name} must be a number of seconds, 3600 at most`)
  return value
}

const isShape = (name: string): name is ShapeName => SHAPES.some((shape) => shape === name)

export const readOptions = (args: readonly string[]): BenchOptions | 'help' => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean' },
      shape: text,
      resources: text,
      seed: { ...text, default: '1' },
      seconds: text,
      repeats: text,
      connections: { ...text, default: '32' },
      soak: text,
      writes: text,
      only: text,
      output: text,
      url: text,
    },
  })
  if (values.help === true) return 'help'
  const quick = values.quick === true
  const given = { ...(quick ? QUICK : FULL), ...Object.fromEntries(Object.entries(values)) }
  if (!isShape(given.shape)) throw new OptionError(`--shape must be ${SHAPES.join(' or ')}`)
  const resources = given.resources.split(',').map((size) => whole('resources', size))
  if (resources.some((size, index) => size < 1_000 || size <= (resources[index - 1] ?? 0))) {
    throw new OptionError('--resources must be growing numbers from 1000')
  }
  return {
    shape: given.shape,
    resources,
    providers: quick ? ['provider-1'] : PROVIDER_SLUGS,
    maximum: quick ? 8 : 1_000_000,
    seed: whole('seed', values.seed),
    seconds: seconds('seconds', given.seconds),
    repeats: whole('repeats', given.repeats),
    connections: whole('connections', values.connections),
    soakSeconds: seconds('soak', given.soak),
    writes: whole('writes', given.writes),
    only: values.only === undefined ? undefined : new RegExp(values.only),
    output: values.output,
    url: values.url,
    quick,
  }
}
