import type { Project } from '../../../contract/schemas/projects.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor, Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import {
  flag,
  json,
  link,
  nullableDate,
  nullableLink,
  nullableNumber,
  nullableText,
  nullableUuid,
  smallNumber,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { madeOnce } from '../../list/made-once.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { mediaLink } from '../files/index.ts'
import { projectEstimate, type BillingMonth } from '../price-estimates/index.ts'
import { oecdLabel } from './oecd.ts'

type ProjectWire = Wire<typeof Project>

/** Joins of the project columns; `project` must be in scope. */
export const projectJoins: Sql = sql`
  join customer on customer.id = project.customer_id
  left join project_type on project_type.id = project.type_id
  left join app_user as end_date_requester on end_date_requester.id = project.end_date_requested_by_id
  left join project_credit on project_credit.project_id = project.id
  left join project_total on project_total.project_id = project.id`

const kind = text as (sql: Sql) => Column<ProjectWire['kind']>
const oecdCode = nullableText as (sql: Sql) => Column<ProjectWire['oecd_fos_2007_code']>

const columns = madeOnce((origin: string, seesNotes: boolean, year?: number, month?: number): Columns<ProjectWire> => ({
  url: link(origin, 'projects', sql`project.uuid`),
  uuid: uuid(sql`project.uuid`),
  name: text(sql`project.name`),
  slug: text(sql`project.slug`),
  customer: link(origin, 'customers', sql`customer.uuid`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
  customer_slug: text(sql`customer.slug`),
  customer_native_name: text(sql`customer.native_name`),
  customer_abbreviation: text(sql`customer.abbreviation`),
  description: text(sql`project.description`),
  customer_display_billing_info_in_projects: flag(sql`customer.display_billing_info_in_projects`),
  created: timestamp(sql`project.created`),
  type: nullableLink(origin, 'project-types', sql`project_type.uuid`),
  type_name: nullableText(sql`project_type.name`),
  type_uuid: nullableUuid(sql`project_type.uuid`),
  backend_id: text(sql`project.backend_id`),
  start_date: nullableDate(sql`project.start_date`),
  end_date: nullableDate(sql`project.end_date`),
  end_date_requested_by: nullableLink(origin, 'users', sql`end_date_requester.uuid`),
  oecd_fos_2007_code: oecdCode(sql`project.oecd_fos_2007_code`),
  oecd_fos_2007_label: {
    sql: sql`project.oecd_fos_2007_code`,
    read: (code: string | null) => (code === null ? null : oecdLabel(code)),
  },
  is_industry: flag(sql`project.is_industry`),
  image: mediaLink(origin, sql`project.image_id`),
  resources_count: smallNumber(sql`coalesce(project_total.resources, 0)`),
  max_service_accounts: nullableNumber(sql`project.max_service_accounts`),
  kind: kind(sql`project.kind`),
  is_removed: flag(sql`project.is_removed`),
  termination_metadata: json(sql`project.termination_metadata`),
  staff_notes: seesNotes ? text(sql`project.staff_notes`) : undefined,
  grace_period_days: nullableNumber(sql`project.grace_period_days`),
  user_email_patterns: json(sql`project.user_email_patterns`),
  user_affiliations: json(sql`project.user_affiliations`),
  user_identity_sources: json(sql`project.user_identity_sources`),
  // A JSON number by contract; jsonb hands it over as one.
  project_credit: nullableNumber(sql`to_jsonb(project_credit.value)`),
  marketplace_resource_count: json(sql`coalesce(project_total.resource_counts, '{}')`),
  billing_price_estimate: projectEstimate(year !== undefined && month !== undefined ? { year, month } : undefined),
}))

/** Columns of a project, over all providers; `staff_notes` is for staff and support only. */
export const projectColumns = ({ origin, actor }: Context & { actor: Actor }, month?: BillingMonth) =>
  columns(origin, isPrivileged(actor), month?.year, month?.month)
