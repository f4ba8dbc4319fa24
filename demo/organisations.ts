import { addDays, isoDate, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import { consumerSpecs, providerSpecs } from './organisation-names.ts'
import type { OrganisationSpec } from './organisation-names.ts'
import { cycle } from './random.ts'
import type { Row } from './preset.ts'

export type Customer = OrganisationSpec & { uuid: string }

export type Provider = { uuid: string; customer: Customer }

export type Organisations = { providers: Provider[]; consumers: Customer[]; customers: Customer[] }

const BLOCKED = 'etb'
const ARCHIVED = 'pci'

export const createOrganisations = (context: Context): Organisations => {
  const withUuid = (spec: OrganisationSpec): Customer => ({ ...spec, uuid: context.uuid('customer', spec.slug) })
  const providers = providerSpecs.map((spec) => ({
    uuid: context.uuid('service_provider', spec.slug),
    customer: withUuid(spec),
  }))
  const consumers = consumerSpecs.map(withUuid)
  return { providers, consumers, customers: [...providers.map((provider) => provider.customer), ...consumers] }
}

/** Organization groups by key; the first one is the parent of the others. */
export const groupUuid = (context: Context, key: string): string => context.uuid('organization_group', key)

export const organizationGroupRows = (context: Context): Row[] => [
  { uuid: groupUuid(context, 'network'), name: 'Sample Research Network', parent_uuid: null },
  ...[
    ['universities', 'Sample Universities'],
    ['institutes', 'Example Institutes'],
    ['public', 'Placeholder Public Sector'],
    ['industry', 'Demo Industry Partners'],
  ].map(([key, name]) => ({
    uuid: groupUuid(context, key!),
    name,
    parent_uuid: groupUuid(context, 'network'),
  })),
]

export const customerRows = (context: Context, organisations: Organisations): Row[] =>
  organisations.customers.map((customer, index) => {
    const domain = `${customer.slug}.example.org`
    const created = addDays(context.today, -500 - index * 13)
    return {
      uuid: customer.uuid,
      name: customer.name,
      slug: customer.slug,
      abbreviation: customer.abbreviation,
      native_name: customer.nativeName,
      description: `${customer.name} is made up and belongs to the sample data.`,
      country: customer.country,
      email: `office@${domain}`,
      phone_number: index % 3 === 0 ? '' : `+000 555 0${100 + index}`,
      contact_details: index % 4 === 0 ? 'Ask for the sample desk' : '',
      homepage: `https://${domain}/`,
      domain,
      address: `Sample street ${index + 1}`,
      postal: `0000${index % 10}`,
      registration_code: `SAMPLE-REG-${String(index + 1).padStart(4, '0')}`,
      agreement_number: index % 2 === 0 ? `AGR-SAMPLE-${100 + index}` : '',
      sponsor_number: index % 6 === 0 ? 9000 + index : null,
      bank_name: index % 5 === 0 ? 'Sample Bank' : '',
      bank_account: index % 5 === 0 ? `SAMPLE-ACCOUNT-${index}` : '',
      latitude: index % 3 === 0 ? 58.25 + index / 10 : null,
      longitude: index % 3 === 0 ? 25.5 + index / 10 : null,
      blocked: customer.slug === BLOCKED,
      archived: customer.slug === ARCHIVED,
      display_billing_info_in_projects: index % 9 !== 8,
      default_tax_percent: customer.taxPercent,
      grace_period_days: index % 7 === 3 ? 30 : null,
      max_service_accounts: index % 8 === 1 ? null : 5,
      accounting_start_date: isoInstant(created),
      backend_id: index % 4 === 1 ? `crm-sample-${index}` : '',
      organization_group_uuids: customer.group ? [groupUuid(context, customer.group)] : [],
      created: isoInstant(created),
    }
  })

export const serviceProviderRows = (context: Context, providers: readonly Provider[]): Row[] => {
  const random = context.random('service_providers')
  const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return providers.map((provider, index) => ({
    uuid: provider.uuid,
    customer_uuid: provider.customer.uuid,
    description: cycle(
      [
        'Compute clusters, storage and application support for sample research.',
        'Virtual machines and platforms for example projects.',
        'Storage bought elsewhere and passed on, as a placeholder.',
        '',
      ],
      index,
    ),
    enable_notifications: index !== 2,
    api_secret_code: Array.from({ length: 16 }, () => random.pick([...alphabet])).join(''),
    lead_email: index === 0 ? 'leads@ssc.example.org' : null,
    lead_subject: index === 0 ? 'New sample order' : '',
    lead_body: '',
    created: isoInstant(addDays(context.today, -480 + index * 20)),
  }))
}

/** At most one active profile per organization; an inactive one is null, never false. */
export const paymentProfileRows = (context: Context, customers: readonly Customer[]): Row[] => {
  const types = [
    ['fixed_price', 'Sample fixed-price contract'],
    ['invoices', 'Sample monthly invoices'],
    ['payment_gw_monthly', 'Sample card payments'],
  ] as const
  const profile = (customer: Customer, index: number, active: boolean): Row => {
    const [type, name] = cycle(types, index)
    const contract = {
      end_date: isoDate(addDays(context.today, active ? 200 + index : -30)),
      agreement_number: `CONTRACT-SAMPLE-${index}`,
      contract_sum: 5000 + index * 250,
    }
    return {
      uuid: context.uuid('payment_profile', `${customer.slug}/${active}`),
      organization_uuid: customer.uuid,
      name,
      payment_type: type,
      attributes: type === 'fixed_price' ? contract : {},
      is_active: active ? true : null,
    }
  }
  return customers.flatMap((customer, index) => [
    ...(index % 5 === 4 ? [] : [profile(customer, index, true)]),
    ...(index % 6 === 0 ? [profile(customer, index + 1, false)] : []),
  ])
}
