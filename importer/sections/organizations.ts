import { encrypt, newSecretCode } from '../../server/lib/secrets.ts'
import { changedIds } from '../batches.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const AMOUNT = { min: 0 }

const organizationGroups: Section = {
  name: 'organization_groups',
  table: 'organization_group',
  keys: 'uuid* name*',
  references: { parent_uuid: { table: 'organization_group', late: true } },
}

const customers: Section = {
  name: 'customers',
  table: 'customer',
  keys: `uuid* name* native_name abbreviation description email phone_number country vat_code vat_name vat_address
    contact_details agreement_number registration_code homepage domain address postal bank_name bank_account latitude
    longitude blocked archived slug sponsor_number access_subnets notification_emails backend_id
    display_billing_info_in_projects grace_period_days max_service_accounts accounting_start_date default_tax_percent
    user_email_patterns user_affiliations user_identity_sources`,
  references: { project_metadata_checklist_uuid: { table: 'checklist' } },
  links: {
    organization_group_uuids: {
      table: 'customer_organization_group',
      from: 'customer_id',
      to: 'organization_group_id',
      target: 'organization_group',
    },
  },
  allowed: {
    sponsor_number: AMOUNT,
    grace_period_days: AMOUNT,
    max_service_accounts: AMOUNT,
    default_tax_percent: { min: 0, max: 200 },
  },
  slugSource: 'name',
  after: (context, rows) => changedIds(rows).forEach((id) => context.touched.customers.add(id)),
}

const sealSecretCodes = (context: LoadContext, rows: PresetRow[], makeNew: boolean): void => {
  for (const { texts, uuid, values } of rows) {
    const code = texts.api_secret_code ?? (makeNew ? newSecretCode() : undefined)
    if (code === undefined) continue
    const { keyId, cipher } = encrypt(context.secrets, code, `service_provider:${uuid}`)
    values.api_secret_code_cipher = `\\x${cipher.toString('hex')}`
    values.api_secret_code_key_id = keyId
  }
}

const serviceProviders: Section = {
  name: 'service_providers',
  table: 'service_provider',
  keys: `uuid* description enable_notifications api_secret_code lead_email lead_subject lead_body allowed_domains`,
  texts: { api_secret_code: 255 },
  references: { customer_uuid: { table: 'customer', required: true } },
  beforeCreate: (context, rows) => sealSecretCodes(context, rows, true),
  beforeUpdate: (context, rows) => sealSecretCodes(context, rows, false),
}

const projectTypes: Section = {
  name: 'project_types',
  table: 'project_type',
  keys: 'uuid* name* description',
}

const projects: Section = {
  name: 'projects',
  table: 'project',
  keys: `uuid* name* description start_date end_date kind oecd_fos_2007_code slug backend_id is_industry is_removed
    termination_metadata staff_notes grace_period_days max_service_accounts user_email_patterns user_affiliations
    user_identity_sources`,
  references: {
    customer_uuid: { table: 'customer', required: true },
    type_uuid: { table: 'project_type' },
    end_date_requested_by_uuid: { table: 'app_user' },
  },
  allowed: {
    kind: ['default', 'course', 'public'],
    oecd_fos_2007_code: /^[1-6]\.[0-9]{1,2}$/,
    grace_period_days: AMOUNT,
    max_service_accounts: AMOUNT,
  },
  slugSource: 'name',
  after: (context, rows) => changedIds(rows).forEach((id) => context.touched.projects.add(id)),
}

const paymentProfiles: Section = {
  name: 'payment_profiles',
  table: 'payment_profile',
  keys: 'uuid* name payment_type* attributes is_active',
  // The table knows true and null only.
  translate: { is_active: (value) => (value === false ? null : value) },
  references: { organization_uuid: { table: 'customer', required: true } },
  allowed: { payment_type: ['fixed_price', 'invoices', 'payment_gw_monthly'] },
}

export const organizationSections: Section[] = [
  organizationGroups,
  customers,
  paymentProfiles,
  serviceProviders,
  projectTypes,
  projects,
]
