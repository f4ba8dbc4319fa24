import { Scalar, stringify } from 'yaml'
import type { Context, OfProvider } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { FieldError, type FieldMessages } from '../../errors.ts'
import { resolving } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'

interface Component {
  type: string
  name: string
  measured_unit: string
  unit_factor: number
  billing_type: string
}

interface PeriodicPolicy {
  limit_type: string
  tres_billing_enabled: boolean
  tres_billing_weights: unknown
  carryover_factor: number
  grace_ratio: number
  carryover_enabled: boolean
  raw_usage_reset: boolean
  qos_strategy: string
}

interface OfferingRow {
  uuid: string
  name: string
  plugin_options: Record<string, unknown>
  components: Component[]
  policy: PeriodicPolicy | null
}

/** Settings of the back end that an offering's plugin options of the same name override. */
const BACKEND_SETTINGS = {
  default_account: 'root',
  customer_prefix: '',
  project_prefix: '',
  allocation_prefix: '',
  qos_downscaled: 'limited',
  qos_paused: 'paused',
  qos_default: 'normal',
  hostname: '<YOUR_SLURM_HOST>',
  enable_user_homedir_account_creation: false,
}

/** The offerings in the order in which they are asked for. */
const ownOfferings = async (
  { db, provider }: Context & OfProvider,
  uuids: readonly string[],
): Promise<OfferingRow[]> => {
  const wanted = [...new Set(uuids)]
  const rows = await db.rows<OfferingRow>(sql`
    select offering.uuid, offering.name, offering.plugin_options,
      (select coalesce(json_agg(json_build_object(
          'type', component.type, 'name', component.name, 'measured_unit', component.measured_unit,
          'unit_factor', component.unit_factor, 'billing_type', component.billing_type
        ) order by component.name, component.id), '[]')
        from offering_component as component where component.offering_id = offering.id) as components,
      (select json_build_object(
          'limit_type', policy.limit_type, 'tres_billing_enabled', policy.tres_billing_enabled,
          'tres_billing_weights', policy.tres_billing_weights, 'carryover_factor', policy.carryover_factor,
          'grace_ratio', policy.grace_ratio::float8, 'carryover_enabled', policy.carryover_enabled,
          'raw_usage_reset', policy.raw_usage_reset, 'qos_strategy', policy.qos_strategy
        )
        from slurm_periodic_policy as policy where policy.offering_id = offering.id
        order by policy.id limit 1) as policy
    from offering
    where offering.customer_id = ${provider.customer_id} and offering.uuid = any(${wanted}::uuid[])
    order by array_position(${wanted}::uuid[], offering.uuid)
  `)
  const found = new Set(rows.map((row) => row.uuid))
  const problems: FieldMessages = {}
  for (const [index, uuid] of uuids.entries()) {
    if (found.has(uuid)) continue
    problems[index] = [`Offering ${wireUuid(uuid)} does not belong to this service provider.`]
  }
  if (found.size < wanted.length) throw new FieldError(problems)
  return rows
}

/** Configuration of the site agent for some offerings of the provider, as YAML with a placeholder for the token. */
export const generateSiteAgentConfig = resolving(
  'marketplace_service_providers_generate_site_agent_config',
  { body: { offering_uuids: ownOfferings } },
  async ({ db, origin }, { body }) => {
    const { generated } = await db.one<{ generated: string }>(sql`
    select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as generated
  `)
    const configuration = {
      sentry_dsn: '',
      timezone: body.timezone ?? 'UTC',
      offerings: body.offering_uuids.map((row) =>
        describeOffering(row, body.waldur_api_url ?? `${origin}/api/`, body.include_policy_settings ?? true),
      ),
    }
    return `${header(generated)}\n${stringify(configuration, STYLE)}`
  },
)

// The agent reads YAML 1.1, where a bare yes or 12:30 is no text.
const STYLE = { indentSeq: false, singleQuote: true, lineWidth: 0, compat: 'yaml-1.1' } as const

const header = (generated: string): string =>
  [
    '# Configuration of the site agent',
    `# Generated: ${generated}`,
    '# Replace <YOUR_API_TOKEN_HERE> and <YOUR_SLURM_HOST>; keep this file secret afterwards.',
    '# Documentation: https://docs.waldur.com/',
    '# Install as /etc/waldur/waldur-site-agent-config.yaml',
    '',
  ].join('\n')

const describeOffering = (row: OfferingRow, apiUrl: string, withPolicy: boolean) => ({
  name: row.name,
  waldur_api_url: apiUrl,
  waldur_api_token: '<YOUR_API_TOKEN_HERE>',
  waldur_offering_uuid: wireUuid(row.uuid),
  order_processing_backend: 'slurm',
  membership_sync_backend: 'slurm',
  reporting_backend: 'slurm',
  backend_settings: Object.fromEntries(
    Object.entries(BACKEND_SETTINGS).map(([name, value]) => [name, row.plugin_options[name] ?? value]),
  ),
  backend_components: Object.fromEntries(row.components.map(describeComponent)),
  ...(withPolicy && row.policy ? { policy_settings: describePolicy(row.policy) } : {}),
})

/** The ratio keeps its point when it is whole: the agent expects a float. */
const describePolicy = (policy: PeriodicPolicy) => ({
  ...policy,
  grace_ratio: Object.assign(new Scalar(policy.grace_ratio), { minFractionDigits: 1 }),
})

const describeComponent = (component: Component): [string, Record<string, unknown>] => [
  component.type,
  {
    measured_unit: component.measured_unit,
    unit_factor: component.unit_factor === 0 ? 1 : component.unit_factor,
    accounting_type: component.billing_type === 'usage' ? 'usage' : 'limit',
    label: component.name,
  },
]
