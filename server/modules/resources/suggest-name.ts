import { jsonText } from '../../../contract/value-fields.ts'
import { targets } from '../../access/targets/index.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'

const DEFAULT_PATTERN = '{customer_slug}-{project_slug}-{offering_slug}-{counter}'
const MAX_NAME = 150

interface Names {
  pattern: string | null
  customer_name: string
  customer_slug: string
  project_name: string
  project_slug: string
  offering_name: string
  offering_slug: string
  plan_name: string
  counter: string
}

/** `{name}` and `{attributes[key]}` by their values; what is not known stands for nothing. */
const fill = (pattern: string, names: Names, attributes: Readonly<Record<string, unknown>>): string =>
  pattern.replace(/\{(\w+)(?:\[([^\]{}]*)\])?\}/g, (_, name: string, key: string | undefined) => {
    if (name === 'attributes' && key !== undefined) {
      const value = Object.hasOwn(attributes, key) ? attributes[key] : ''
      return typeof value === 'string' ? value : jsonText(value)
    }
    const value = Object.hasOwn(names, name) ? names[name as keyof Names] : ''
    return key === undefined ? (value ?? '') : ''
  })

/** A name by the offering's pattern; the counter numbers the resources of the offering in the project. */
export const suggestName: Handler<'marketplace_resources_suggest_name'> = async ({ db, actor }, { body }) => {
  const names = await db.maybeOne<Names & { has_offering: boolean }>(sql`
    select offering.plugin_options ->> 'resource_name_pattern' as pattern, offering.id is not null as has_offering,
      customer.name as customer_name, customer.slug as customer_slug, project.name as project_name,
      project.slug as project_slug, coalesce(offering.name, '') as offering_name,
      coalesce(offering.slug, '') as offering_slug,
      coalesce((
        select plan.name from plan where plan.offering_id = offering.id and plan.uuid = ${body.plan ?? null}::uuid
      ), '') as plan_name,
      (
        select count(*) + 1 from resource
        where resource.offering_id = offering.id and resource.project_id = project.id
      )::text as counter
    ${targets.project.from}
    left join offering on offering.uuid = ${body.offering} and offering.state <> 1
    where project.uuid = ${body.project} and not project.is_removed and ${targets.project.visible(actor)}
  `)
  if (!names) throw new NotFound('Project')
  if (!names.has_offering) throw new ValidationError({ offering: ['Offering is not available.'] })
  const name = fill(names.pattern ?? DEFAULT_PATTERN, names, body.attributes ?? {})
  return { name: [...name].slice(0, MAX_NAME).join('') }
}
