import { z } from 'zod'
import { boolField, fileField, ignoredLinkField, linkField, slugField, textField } from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { boolParam, csvParam, textParam, timeParam, uuidListParam, uuidParam } from '../params.ts'
import { BasicUser } from '../schemas/members.ts'
import {
  KindEnum,
  MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER,
  MarketplaceProviderCustomerProjectOEnum,
  OecdFos2007CodeEnum,
  Project,
  ProjectFieldEnum,
  ProjectType,
} from '../schemas/projects.ts'
import { ComponentsUsageStats } from '../schemas/usage-stats.ts'
import { choiceField, dateField, integerField, nullable, textsField } from '../value-fields.ts'
import { memberFilters } from './customers.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const PROJECTS = '/api/projects/'
const PROJECT = `${PROJECTS}{uuid}/` as const
const tag = 'projects'

const projectChanges = {
  name: textField({ max: 500, blank: false }).optional(),
  slug: slugField().optional(),
  description: textField({ max: 4096 }).optional(),
  type: nullable(linkField()).optional(),
  backend_id: textField({ max: 255 }).optional(),
  start_date: nullable(dateField()).optional(),
  end_date: nullable(dateField()).optional(),
  oecd_fos_2007_code: nullable(choiceField(OecdFos2007CodeEnum.options, 'OecdFos2007CodeEnum', 'BlankEnum')).optional(),
  is_industry: boolField().optional(),
  image: fileField(),
  kind: choiceField(KindEnum.options, 'KindEnum').optional(),
  staff_notes: textField({ max: 4096 }).optional(),
  grace_period_days: nullable(integerField({ min: 0, max: 2_147_483_647 })).optional(),
  user_email_patterns: textsField().optional(),
  user_affiliations: textsField().optional(),
  user_identity_sources: textsField().optional(),
}

const name = textField({ max: 500, blank: false })

const requestComponents = {
  'application/json': 'ProjectRequest',
  'application/x-www-form-urlencoded': 'ProjectRequestForm',
  'multipart/form-data': 'ProjectRequestMultipart',
} as const

const patchComponents = {
  'application/json': 'PatchedProjectRequest',
  'application/x-www-form-urlencoded': 'PatchedProjectRequestForm',
  'multipart/form-data': 'PatchedProjectRequestMultipart',
} as const

export const projectOperations = {
  projects_list: operation({
    method: 'get',
    path: PROJECTS,
    tag,
    summary: 'List projects',
    query: listQuery({
      accounting_is_running: boolParam(),
      backend_id: textParam(),
      can_admin: boolParam(),
      can_manage: boolParam(),
      conceal_finished_projects: boolParam(),
      created: timeParam(),
      created_before: timeParam(),
      current_user_has_role: csvParam(),
      customer: uuidListParam(),
      customer_abbreviation: textParam(),
      customer_name: textParam(),
      customer_native_name: textParam(),
      description: textParam(),
      include_terminated: boolParam(),
      is_removed: boolParam(),
      modified: timeParam(),
      modified_before: timeParam(),
      name: textParam(),
      name_exact: textParam(),
      o: orderParam(MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER, MarketplaceProviderCustomerProjectOEnum),
      query: textParam(),
      slug: textParam(),
      user_uuid: uuidParam(),
      user_uuid_with_active_role: uuidParam(),
      field: fieldParam(ProjectFieldEnum.options, 'ProjectFieldEnum'),
    }),
    success: ok(z.array(Project)),
    count: { operationId: 'projects_count' },
  }),
  projects_create: operation({
    method: 'post',
    path: PROJECTS,
    tag,
    summary: 'Create a project',
    body: {
      schema: z.object({ ...projectChanges, name, customer: linkField() }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: { status: 201, schema: Project },
  }),
  projects_update: operation({
    method: 'put',
    path: PROJECT,
    tag,
    summary: 'Update a project; its organization stays',
    body: {
      // C-021: the published contract requires `customer`, which is read-only after creation.
      schema: z.object({ ...projectChanges, name, customer: ignoredLinkField() }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: ok(Project),
  }),
  projects_partial_update: operation({
    method: 'patch',
    path: PROJECT,
    tag,
    summary: 'Change some fields of a project',
    body: {
      schema: z.object({ ...projectChanges, customer: ignoredLinkField().optional() }),
      components: patchComponents,
      types: FORM_BODIES,
      required: false,
    },
    success: ok(Project),
  }),
  projects_destroy: operation({
    method: 'delete',
    path: PROJECT,
    tag,
    summary: 'Remove a project without active resources',
    success: { status: 204 },
  }),
  projects_move_project: operation({
    method: 'post',
    path: `${PROJECT}move_project/`,
    tag,
    summary: 'Move a project to another organization',
    body: jsonBody('MoveProjectRequest', z.object({ customer: linkField(), preserve_permissions: boolField() }), true),
    success: ok(Project),
  }),
  projects_recover: operation({
    method: 'post',
    path: `${PROJECT}recover/`,
    tag,
    summary: 'Undo the removal of a project',
    body: jsonBody(
      'ProjectRecoveryRequest',
      z.object({
        restore_team_members: boolField().optional().meta({ default: false }),
        send_invitations_to_previous_members: boolField().optional().meta({ default: false }),
        end_date: nullable(dateField()).optional(),
      }),
      false,
    ),
    success: ok(Project),
  }),
  projects_stats_retrieve: operation({
    method: 'get',
    path: `${PROJECT}stats/`,
    tag,
    summary: 'Get what the resources of a project use',
    query: z.object({ for_current_month: boolParam() }),
    success: ok(ComponentsUsageStats),
  }),
  projects_other_users_list: operation({
    method: 'get',
    path: `${PROJECTS}{project_uuid}/other_users/`,
    tag,
    summary: 'List users of other projects of the organization who could be added',
    query: listQuery(memberFilters),
    success: ok(z.array(BasicUser)),
    count: { operationId: 'projects_other_users_count' },
  }),
  project_types_list: operation({
    method: 'get',
    path: '/api/project-types/',
    tag: 'project-types',
    summary: 'List types of projects',
    query: listQuery({ name: textParam(), name_exact: textParam() }),
    success: ok(z.array(ProjectType)),
    count: { operationId: 'project_types_count' },
  }),
} as const
