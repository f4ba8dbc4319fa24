import { z } from 'zod'
import { date, email, orderEnum, text, timestamp, url, uuid } from '../wire.ts'

export const ServiceAccountState = z.enum(['OK', 'Closed', 'Erred']).meta({ id: 'ServiceAccountState' })

export const CourseAccount = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    project: uuid(),
    project_uuid: uuid(),
    project_name: text(),
    project_slug: text(),
    project_start_date: date().nullable(),
    project_end_date: date().nullable(),
    user_uuid: uuid(),
    username: text(),
    customer_uuid: uuid(),
    customer_name: text(),
    state: ServiceAccountState,
    email: email().optional(),
    description: text().optional(),
    error_message: text(),
    error_traceback: text(),
  })
  .meta({ id: 'CourseAccount' })

export const ProjectServiceAccount = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    username: text().optional(),
    description: text().optional(),
    error_message: text(),
    error_traceback: text().optional(),
    state: ServiceAccountState,
    token: text().nullable(),
    email: email().optional(),
    expires_at: text().nullable(),
    preferred_identifier: text().optional(),
    project: uuid(),
    project_uuid: uuid(),
    project_name: text(),
    customer_uuid: uuid(),
    customer_name: text(),
    customer_abbreviation: text(),
  })
  .meta({ id: 'ProjectServiceAccount' })

export const CustomerServiceAccount = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    username: text().optional(),
    description: text().optional(),
    error_message: text(),
    error_traceback: text().optional(),
    state: ServiceAccountState,
    token: text().nullable(),
    email: email().optional(),
    expires_at: text().nullable(),
    preferred_identifier: text().optional(),
    customer: uuid(),
    customer_uuid: uuid(),
    customer_name: text(),
  })
  .meta({ id: 'CustomerServiceAccount' })

export const NameUUID = z
  .object({
    name: text(),
    uuid: uuid(),
  })
  .meta({ id: 'NameUUID' })

export const COURSE_ACCOUNT_ORDER = [
  'created',
  'email',
  'modified',
  'project_end_date',
  'project_name',
  'project_start_date',
  'state',
  'username',
] as const
export const CourseAccountOEnum = orderEnum(COURSE_ACCOUNT_ORDER, 'CourseAccountOEnum')
