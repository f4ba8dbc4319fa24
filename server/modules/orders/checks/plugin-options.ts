import type { Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { RuleError, ValidationError } from '../../../errors.ts'
import type { CheckedAttributes } from './attributes.ts'

// What the provider asks of orders by the plugin options of his offering. C-242 lists the options that do nothing here.

type PluginOptions = Readonly<Record<string, unknown>>

const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const dayCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100_000 ? value : undefined

/**
 * The attributes of an order with the day on which the resource ends: the one that was ordered, or else the one that the
 * offering gives. 400 under `attributes` when the offering wants one, or an earlier one.
 */
export const datedAttributes = (attributes: CheckedAttributes, options: PluginOptions): CheckedAttributes => {
  const latest = latestEndDate(options)
  const date = attributes.end_date ?? defaultEndDate(options, latest)
  if (date === null) {
    if (options.is_resource_termination_date_required !== true) return attributes
    throw new ValidationError({ attributes: { end_date: ['This field is required.'] } })
  }
  if (latest !== undefined && date > latest) {
    throw new ValidationError({ attributes: { end_date: [`Cannot be later than ${latest}.`] } })
  }
  return { ...attributes, end_date: date }
}

const defaultEndDate = (options: PluginOptions, latest: string | undefined): string | null => {
  const offset = dayCount(options.default_resource_termination_offset_in_days)
  if (offset === undefined) return null
  const date = daysFromNow(offset)
  return latest !== undefined && date > latest ? latest : date
}

const latestEndDate = (options: PluginOptions): string | undefined => {
  const offset = dayCount(options.max_resource_termination_offset_in_days)
  const fixed = options.latest_date_for_resource_termination
  const dates = [
    ...(offset === undefined ? [] : [daysFromNow(offset)]),
    ...(typeof fixed === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(fixed) ? [fixed] : []),
  ]
  return dates.toSorted()[0]
}

/** Refuses a project as many resources as the offering admits. The project is locked, so that orders count each other. */
export const requireRoomInProject = async (
  db: Transaction,
  { offeringId, projectId, options }: { offeringId: string; projectId: string; options: PluginOptions },
): Promise<void> => {
  const most = dayCount(options.maximal_resource_count_per_project)
  if (most === undefined) return
  await db.run(sql`select 1 from project where id = ${projectId} for no key update`)
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::int as count from resource
    where offering_id = ${offeringId} and project_id = ${projectId} and state <> 6
  `)
  if (count >= most) throw new RuleError('The project has as many resources of this offering as it may have.')
}
