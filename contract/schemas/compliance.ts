import { z } from 'zod'
import { double, integer, text, timestamp, uuid } from '../wire.ts'

export const ServiceProviderChecklistSummary = z
  .object({
    checklist_uuid: uuid(),
    checklist_name: text(),
    questions_count: integer(),
    offerings_count: integer(),
  })
  .meta({ id: 'ServiceProviderChecklistSummary' })

export const ServiceProviderComplianceOverview = z
  .object({
    offering_uuid: uuid(),
    offering_name: text(),
    checklist_name: text().nullable(),
    total_users: integer(),
    users_with_completions: integer(),
    completed_users: integer(),
    pending_users: integer(),
    compliance_rate: double(),
  })
  .meta({ id: 'ServiceProviderComplianceOverview' })

export const ServiceProviderOfferingUserComplianceStateEnum = z
  .literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  .meta({ id: 'ServiceProviderOfferingUserComplianceStateEnum' })

export const ServiceProviderOfferingUserCompliance = z
  .object({
    uuid: uuid(),
    user_full_name: text(),
    user_email: text(),
    offering_name: text(),
    checklist_name: text().nullable(),
    username: text().nullable(),
    state: ServiceProviderOfferingUserComplianceStateEnum,
    completion_percentage: integer().nullable(),
    compliance_status: text(),
    last_updated: timestamp().nullable(),
    created: timestamp(),
  })
  .meta({ id: 'ServiceProviderOfferingUserCompliance' })
