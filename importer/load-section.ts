import { raw, sql, type Sql } from '../server/db/sql.ts'
import { changedIds, inBatches } from './batches.ts'
import type { LoadContext } from './load-context.ts'
import { matchRows } from './match.ts'
import { readRows } from './read-row.ts'
import { textOf } from './read-value.ts'
import { lateColumns, resolveReferences } from './references.ts'
import type { Link, PresetRow, Section } from './section.ts'
import { assignSlugs } from './slugs.ts'
import { insertRows, updateRows, writeBatch } from './write-rows.ts'

const isPending = (row: PresetRow): boolean => row.outcome === 'pending'
const isPresent = ({ outcome }: PresetRow): boolean => ['created', 'updated', 'skipped'].includes(outcome)

/** Where rows of a table belong that are about to move elsewhere; both ends are recomputed. */
const OLD_PLACES: Record<string, Sql> = {
  issue: sql`select distinct resource_object_id as resource_id from issue
    where resource_content_type = 'resource' and resource_object_id is not null and id`,
  marketplace_order: sql`select distinct resource_id from marketplace_order where id`,
  invoice_item: sql`select distinct invoice_id from invoice_item where id`,
}

const ROLLED_UP: readonly string[] = ['resource', 'offering', 'project', ...Object.keys(OLD_PLACES)]

/** What is noted of rows must be true until they are written; whoever folds a project waits for its new organization. */
const lockRows = async ({ transaction }: LoadContext, section: Section, rows: PresetRow[]): Promise<void> => {
  if (!ROLLED_UP.includes(section.table)) return
  const ids = rows.map(({ id }) => id)
  await transaction.run(sql`
    select 1 from ${raw(section.table)} where id = any(${ids}::bigint[]) order by id for update
  `)
}

const noteOldPlaces = async ({ transaction }: LoadContext, section: Section, rows: PresetRow[]): Promise<void> => {
  const places = OLD_PLACES[section.table]
  if (!places) return
  await inBatches(rows, async (batch) => {
    const found = await transaction.rows<{ resource_id?: string; invoice_id?: string }>(sql`
      ${places} = any(${batch.map(({ id }) => id)}::bigint[])
    `)
    for (const { resource_id, invoice_id } of found) {
      if (resource_id !== undefined) transaction.rollup.resource(resource_id)
      if (invoice_id !== undefined) transaction.rollup.invoice(invoice_id)
    }
  })
}

/** Before resources or offerings change hands: what belonged to the old provider or project is recomputed, too. */
const noteOldPairs = async ({ transaction }: LoadContext, section: Section, rows: PresetRow[]): Promise<void> => {
  if (section.table !== 'resource' && section.table !== 'offering') return
  const column = raw(section.table === 'resource' ? 'resource.id' : 'resource.offering_id')
  await inBatches(rows, async (batch) => {
    const pairs = await transaction.rows<{ provider_id: string | null; project_id: string }>(sql`
      select distinct offering.customer_id as provider_id, resource.project_id
      from resource join offering on offering.id = resource.offering_id
      where ${column} = any(${batch.map(({ id }) => id)}::bigint[])
    `)
    for (const pair of pairs) transaction.rollup.pair(pair.provider_id, pair.project_id)
  })
}

const createRows = async (context: LoadContext, section: Section, rows: PresetRow[], progress: () => void) => {
  for (const row of rows) row.values = { ...section.defaults, ...row.values }
  const { slugSource } = section
  if (slugSource) await assignSlugs(context, section.table, rows, ({ values }) => textOf(values[slugSource]))
  await inBatches(rows, async (batch) => {
    await section.beforeCreate?.(context, batch)
    await writeBatch(context, section, batch, (part) => insertRows(context, section, part))
    progress()
  })
}

const changeRows = async (context: LoadContext, section: Section, rows: PresetRow[], progress: () => void) => {
  await lockRows(context, section, rows)
  await noteOldPairs(context, section, rows)
  await noteOldPlaces(context, section, rows)
  await section.beforeUpdate?.(context, rows)
  await inBatches(rows, async (batch) => {
    await writeBatch(context, section, batch, async (part) => {
      await updateRows(context, section, part)
      for (const row of part) row.outcome = 'updated'
    })
    progress()
  })
}

/** Loads the rows of a section, apart from what other sections come before. */
export const loadSection = async (
  context: LoadContext,
  section: Section,
  rawRows: readonly unknown[],
): Promise<PresetRow[]> => {
  const rows = readRows(context, section, rawRows)
  const progress = () => {
    const done = rows.filter((row) => !isPending(row)).length
    context.options.onProgress?.({ section: section.name, done, total: rows.length })
  }
  await section.before?.(context, rows.filter(isPending))
  await resolveReferences(context, section, rows.filter(isPending), false)
  for (const row of rows) if (isPending(row)) section.derive?.(context, row)

  const pending = rows.filter(isPending)
  const { existing, aliases } = await matchRows(context, section, pending)
  const changing = [...existing].filter((row) => context.options.update && row.id !== undefined)
  for (const row of existing) row.outcome = 'skipped'
  await changeRows(context, section, changing, progress)
  const fresh = pending.filter((row) => !existing.has(row) && !aliases.has(row))
  await createRows(context, section, fresh, progress)

  for (const [row, first] of aliases) {
    row.id = first.id
    if (isPresent(first)) row.outcome = 'skipped'
    else context.drop(section, row)
  }
  for (const { uuid, id } of rows.filter(isPresent)) {
    if (uuid !== undefined && id !== undefined) context.identities.remember(section.table, 'uuid', uuid, id)
  }
  await section.after?.(context, rows.filter(isPresent))
  progress()
  return rows
}

const linkRows = async (context: LoadContext, key: string, link: Link, rows: PresetRow[]): Promise<void> => {
  const linked = rows.filter((row) => row.links[key] !== undefined)
  await context.identities.lookUp(
    link.target,
    'uuid',
    linked.flatMap((row) => row.links[key] ?? []),
  )
  const [table, from, to] = [raw(link.table), raw(link.from), raw(link.to)]
  await inBatches(linked, async (batch) => {
    const pairs = batch.flatMap((row) =>
      (row.links[key] ?? []).flatMap((uuid) => {
        const target = context.identities.id(link.target, 'uuid', uuid)
        return target === undefined ? [] : [{ owner: row.id, target }]
      }),
    )
    await context.transaction.run(sql`delete from ${table} where ${from} = any(${changedIds(batch)}::bigint[])`)
    await context.transaction.run(sql`
      insert into ${table} (${from}, ${to})
      select owner, target
      from unnest(${pairs.map(({ owner }) => owner)}::bigint[], ${pairs.map(({ target }) => target)}::bigint[])
        as pair (owner, target)
      on conflict do nothing
    `)
  })
}

/** What had to wait for all sections: references to later rows, lists of references, and the section's own step. */
export const finishSection = async (context: LoadContext, section: Section, rows: PresetRow[]): Promise<void> => {
  const changed = rows.filter(({ outcome }) => outcome === 'created' || outcome === 'updated')
  const columns = lateColumns(section)
  if (columns.length > 0) {
    await resolveReferences(context, section, changed, true)
    const valuesOf = ({ values }: PresetRow) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name === 'modified' || columns.includes(name)))
    const referring = changed.filter((row) => columns.some((name) => name in row.values))
    await inBatches(referring, async (batch) => {
      await writeBatch(context, section, batch, (part) => updateRows(context, section, part, valuesOf))
    })
  }
  for (const [key, link] of Object.entries(section.links ?? {})) await linkRows(context, key, link, changed)
  await section.late?.(context, rows.filter(isPresent))
}
