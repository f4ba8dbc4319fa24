import { barsOf, markOf } from './bars.ts'
import { figure, ratio, table } from './figures.ts'
import { blocksPerRow, growthOf, isLikeForLike, largest, smallest, type Results, type Row } from './results.ts'
import { PROVIDERS, type ProviderSlug } from './rows/shape.ts'

const count = (value: number): string => value.toLocaleString('en-US').replaceAll(',', ' ')

const introduction = (results: Results): string => {
  const { options, machine, floors, command } = results
  return [
    '```sh',
    command,
    '```',
    '',
    `Data: shape \`${options.shape}\`, seed ${String(options.seed)}, ${options.resources.map(count).join(' and ')} resources. ` +
      `${String(options.repeats)} interleaved repeats of ${String(options.seconds)} s, medians; ` +
      `${String(options.connections)} clients (fewer for answers that take longer than an eighth of a second).`,
    '',
    `Machine: ${String(machine.processors)} processors, shared by clients, server and database, ` +
      `${String(Math.round(machine.memory))} GiB; Node ${machine.node}, PostgreSQL ${machine.postgres}.`,
    '',
    `Floors: F0 ${figure(floors.memory)} requests/s, F1 ${figure(floors.statement)} requests/s (medians of all).`,
  ].join('\n')
}

const bars = (results: Results): string =>
  table(
    ['What', 'Must', 'Aim', 'Measured', 'Met'],
    1,
    barsOf(results).map((bar) => [bar.what, bar.must, bar.aim, bar.measured, markOf(bar)]),
  )

const rowCells = (results: Results, row: Row): string[] => {
  const { one, figures } = row
  const name = [one.operation, one.variant]
  const blocks = [smallest(results), largest(results)].map((size) => figure(blocksPerRow(row, size)))
  if (figures.missing !== undefined) return [...name, figures.missing, '–', '–', '–', '–', ...blocks, '–', '–', '–']
  const failures = figures.failures > 0 ? ` (${String(figures.failures)} failed)` : ''
  const growth = figure(growthOf(results, row))
  return [
    ...name,
    figure(figures.perSecond) + failures,
    figure(figures.p50),
    figure(figures.p99),
    ratio(figures.ofMemory),
    ratio(figures.ofStatement),
    ...blocks,
    figure(figures.alone.get(smallest(results)) ?? NaN),
    figure(figures.alone.get(largest(results)) ?? NaN),
    // In brackets where the small list has fewer rows to return.
    isLikeForLike(results, row) ? growth : `(${growth})`,
  ]
}

const reads = (results: Results, slug: ProviderSlug): string => {
  const sizes = [smallest(results), largest(results)].map(count)
  return table(
    [
      'Operation',
      'Request',
      'requests/s',
      'p50 ms',
      'p99 ms',
      'of F0',
      'of F1',
      ...sizes.map((size) => `blocks/row ${size}`),
      ...sizes.map((size) => `alone ms ${size}`),
      'growth',
    ],
    2,
    results.rows.filter((row) => row.slug === slug).map((row) => rowCells(results, row)),
  )
}

const scans = (results: Results): string => {
  const found = results.rows.flatMap((row) =>
    [...row.costs].flatMap(([size, { scans: tables }]) =>
      tables.map(
        (name) => `- ${row.one.operation}, ${row.one.variant}, ${PROVIDERS[row.slug]}, ${count(size)}: \`${name}\``,
      ),
    ),
  )
  return found.length === 0 ? 'None.' : found.join('\n')
}

const writes = (results: Results): string =>
  table(
    ['Operation', 'requests/s', 'p50 ms', 'p99 ms', 'of F1'],
    1,
    results.writes.map(({ operation, perSecond, p50, p99, ofStatement, failures }) => [
      failures > 0 ? `${operation} (${String(failures)} failed)` : operation,
      figure(perSecond),
      figure(p50),
      figure(p99),
      ratio(ofStatement),
    ]),
  )

const gates = ({ gates: { gates: compared, transactions, deadlocks, differences } }: Results): string =>
  [
    table(
      ['Write', 'plain, 1/s', 'with roll-ups, 1/s', 'ratio', 'must'],
      1,
      compared.map(({ what, plain, rolledUp, share, must }) => [
        what,
        figure(plain),
        figure(rolledUp),
        ratio(share),
        String(must),
      ]),
    ),
    '',
    `Mixed transactions of 30 inserts and an update from 8 clients in 50 projects: ${count(transactions)} done, ` +
      `${String(deadlocks)} deadlocks, ${String(differences)} differences in the roll-ups.`,
  ].join('\n')

const walks = (results: Results): string =>
  table(
    ['List', 'Provider', ...results.options.resources.flatMap((size) => [`rows ${count(size)}`, 'µs/row']), 'growth'],
    2,
    results.walks.map(({ operation, slug, walks: bySize }) => {
      const growth = (bySize.get(largest(results))?.perRow ?? NaN) / (bySize.get(smallest(results))?.perRow ?? NaN)
      const cells = results.options.resources.flatMap((size) => {
        const walk = bySize.get(size)
        if (!walk) return ['–', '–']
        const stopped = walk.walked < walk.pages ? ` (first ${String(walk.walked)} of ${String(walk.pages)} pages)` : ''
        return [count(walk.rows) + stopped, figure(walk.perRow)]
      })
      return [operation, PROVIDERS[slug], ...cells, figure(growth)]
    }),
  )

const processes = ({ startUp, soak }: Results): string =>
  table(['What', 'Measured'], 1, [
    ['`npm start` to ready, first start with demo data', `${figure(startUp.first)} s`],
    ['`npm start` to ready, later', `${figure(startUp.later)} s`],
    ['server, idle after a start', `${figure(startUp.idle)} MiB`],
    ['server on the largest data, idle', `${figure(soak.memory.idle)} MiB`],
    [`under load, ${figure(soak.peak)} requests/s of a mix`, `${figure(soak.memory.peak)} MiB`],
    [
      `soak of ${String(soak.seconds)} s at 60 %, ${figure(soak.rate)} requests/s: begin`,
      `${figure(soak.memory.begin)} MiB`,
    ],
    ['end', `${figure(soak.memory.end)} MiB`],
    ['after a rest', `${figure(soak.memory.after)} MiB`],
    ['slope in the second half', `${figure(soak.slope)} MiB/h`],
    ['p99 in the first and in the last sixth', `${figure(soak.p99.begin)} and ${figure(soak.p99.end)} ms`],
    ['answers with another status', String(soak.errors)],
  ])

/** All that was measured, as Markdown. */
export const reportOf = (results: Results): string =>
  [
    ['## The run', introduction(results)],
    ['## Bars', bars(results)],
    ...results.options.providers
      .toSorted((a, b) => Number(b === 'provider-1') - Number(a === 'provider-1'))
      .map((slug) => [`## Provider of ${PROVIDERS[slug]}`, reads(results, slug)]),
    ['## Large tables read from end to end', scans(results)],
    ['## Writes over HTTP', writes(results)],
    ['## What roll-ups cost', gates(results)],
    ['## Walks of whole lists, 300 rows a page', walks(results)],
    ['## Start-up and memory', processes(results)],
  ]
    .map((section) => section.join('\n\n'))
    .join('\n\n')
