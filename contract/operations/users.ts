import { z } from 'zod'
import { boolField, fileField, ignoredField, slugField, textField } from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { boolParam, csvParam, roleNamesParam, textParam, timeParam, uuidParam } from '../params.ts'
import { User, UserFieldEnum } from '../schemas/identity.ts'
import {
  MARKETPLACE_SERVICE_PROVIDER_USER_ORDER,
  MarketplaceServiceProviderUserOEnum,
  UserActiveStatusCount,
  UserLanguageCount,
  UserRegistrationTrend,
} from '../schemas/users.ts'
import { dateField, emailField, integerField, nullable, numberChoiceField, textsField } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const USERS = '/api/users/'
const USER = `${USERS}{uuid}/` as const
const tag = 'users'

const MAX_INT = 2_147_483_647

/** Filters and order of every list of users. */
export const userFilters = {
  agreement_date: timeParam(),
  civil_number: textParam(),
  customer_uuid: uuidParam(),
  date_joined: timeParam(),
  description: textParam(),
  email: textParam(),
  full_name: textParam(),
  is_active: boolParam(),
  is_staff: boolParam(),
  is_support: boolParam(),
  job_title: textParam(),
  modified: timeParam(),
  native_name: textParam(),
  o: orderParam(MARKETPLACE_SERVICE_PROVIDER_USER_ORDER, MarketplaceServiceProviderUserOEnum),
  organization: textParam(),
  organization_roles: roleNamesParam(),
  phone_number: textParam(),
  project_roles: roleNamesParam(),
  project_uuid: uuidParam(),
  query: textParam(),
  registration_method: textParam(),
  user_keyword: textParam(),
  username: textParam(),
  username_list: csvParam(),
}

/** What of a user can be changed. */
const userChanges = {
  slug: slugField().optional(),
  native_name: textField({ max: 100 }).optional(),
  job_title: textField({ max: 120 }).optional(),
  phone_number: textField({ max: 255 }).optional(),
  organization: textField({ max: 255 }).optional(),
  description: textField({ max: 4096 }).optional(),
  is_staff: boolField().optional(),
  is_active: boolField().optional(),
  is_support: boolField().optional(),
  token_lifetime: nullable(integerField({ min: 60, max: MAX_INT })).optional(),
  agree_with_policy: boolField().optional(),
  notifications_enabled: boolField().optional(),
  preferred_language: textField({ max: 10 }).optional(),
  first_name: textField({ max: 100 }).optional(),
  last_name: textField({ max: 100 }).optional(),
  birth_date: nullable(dateField()).optional(),
  image: fileField(),
  gender: nullable(numberChoiceField([0, 1, 2, 9], 'GenderEnum')).optional(),
  personal_title: textField({ max: 50 }).optional(),
  place_of_birth: textField({ max: 255 }).optional(),
  country_of_residence: textField({ max: 2 }).optional(),
  nationality: textField({ max: 2 }).optional(),
  nationalities: textsField().optional(),
  organization_country: textField({ max: 2 }).optional(),
  organization_type: textField({ max: 255 }).optional(),
  organization_registry_code: textField({ max: 255 }).optional(),
  eduperson_assurance: textsField().optional(),
  is_identity_manager: boolField().optional(),
  managed_isds: textsField().optional(),
}

const usernameField = () =>
  textField({ max: 128, blank: false }).refine((name) => name === '' || /^[0-9a-z_.@+-]+$/.test(name), {
    error: 'Enter a valid username.',
  })

/** User name and mail address are given once; a change leaves them as they are (C-220). */
const fixed = {
  username: ignoredField({ minLength: 1, maxLength: 128 }),
  email: ignoredField({ format: 'email', minLength: 1 }),
}

const requestComponents = {
  'application/json': 'UserRequest',
  'application/x-www-form-urlencoded': 'UserRequestForm',
  'multipart/form-data': 'UserRequestMultipart',
} as const

const patchComponents = {
  'application/json': 'PatchedUserRequest',
  'application/x-www-form-urlencoded': 'PatchedUserRequestForm',
  'multipart/form-data': 'PatchedUserRequestMultipart',
} as const

export const userOperations = {
  users_list: operation({
    method: 'get',
    path: USERS,
    tag,
    summary: 'List users who share an organization or a project with the caller, or who use his provider',
    query: listQuery({ ...userFilters, field: fieldParam(UserFieldEnum.options, 'UserFieldEnum') }),
    success: ok(z.array(User)),
    count: { operationId: 'users_count' },
  }),
  users_create: operation({
    method: 'post',
    path: USERS,
    tag,
    summary: 'Create a user, who cannot log in with a password until one is set',
    body: {
      schema: z.object({ ...userChanges, username: usernameField(), email: emailField() }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: { status: 201, schema: User },
  }),
  users_update: operation({
    method: 'put',
    path: USER,
    tag,
    summary: 'Change a user; fields that are not sent keep their values',
    body: {
      schema: z.object({ ...userChanges, ...fixed }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: ok(User),
  }),
  users_partial_update: operation({
    method: 'patch',
    path: USER,
    tag,
    summary: 'Change some fields of a user',
    body: {
      schema: z.object({ ...userChanges, username: fixed.username.optional() }),
      components: patchComponents,
      types: FORM_BODIES,
      required: false,
    },
    success: ok(User),
  }),
  users_destroy: operation({
    method: 'delete',
    path: USER,
    tag,
    summary: 'Delete a user of whom nothing has to be kept',
    success: { status: 204 },
  }),
  users_change_password: operation({
    method: 'post',
    path: `${USER}change_password/`,
    tag,
    summary: 'Set the password of a user',
    body: jsonBody(
      'PasswordChangeRequest',
      z.object({ new_password: textField({ max: 128, blank: false, trim: false }) }),
      true,
    ),
    success: { status: 200 },
  }),
  users_change_email: operation({
    method: 'post',
    path: `${USER}change_email/`,
    tag,
    summary: 'Ask for another mail address; staff sets it',
    body: jsonBody('UserEmailChangeRequest', z.object({ email: emailField() }), true),
    success: { status: 200 },
  }),
  users_cancel_change_email: operation({
    method: 'post',
    path: `${USER}cancel_change_email/`,
    tag,
    summary: 'Take back the wish for another mail address',
    success: { status: 200 },
  }),
  users_user_active_status_count_list: operation({
    method: 'get',
    path: `${USERS}user_active_status_count/`,
    tag,
    summary: 'Count visible users by whether they are active',
    query: listQuery(userFilters),
    success: ok(z.array(UserActiveStatusCount)),
    count: { operationId: 'users_user_active_status_count_count' },
  }),
  users_user_language_count_list: operation({
    method: 'get',
    path: `${USERS}user_language_count/`,
    tag,
    summary: 'Count visible users by preferred language',
    query: listQuery(userFilters),
    success: ok(z.array(UserLanguageCount)),
    count: { operationId: 'users_user_language_count_count' },
  }),
  users_user_registration_trend_list: operation({
    method: 'get',
    path: `${USERS}user_registration_trend/`,
    tag,
    summary: 'Count visible users by the month in which they joined',
    query: listQuery(userFilters),
    success: ok(z.array(UserRegistrationTrend)),
    count: { operationId: 'users_user_registration_trend_count' },
  }),
} as const
