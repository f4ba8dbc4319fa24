import { z } from 'zod'
import { linkField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { looseOrderParam } from '../list-params.ts'
import { textParam, uuidParam } from '../params.ts'
import { OrganizationGroup } from '../schemas/organizations.ts'
import { nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const GROUPS = '/api/organization-groups/'
const GROUP = `${GROUPS}{uuid}/` as const
const tag = 'organization-groups'

const name = textField({ max: 150, blank: false })
const parent = nullable(linkField()).optional()

export const organizationGroupOperations = {
  organization_groups_list: operation({
    method: 'get',
    path: GROUPS,
    tag,
    summary: 'List groups of organizations',
    query: listQuery({
      name: textParam(),
      name_exact: textParam(),
      o: looseOrderParam(['name']),
      parent: uuidParam(),
    }),
    success: ok(z.array(OrganizationGroup)),
    count: { operationId: 'organization_groups_count' },
  }),
  organization_groups_create: operation({
    method: 'post',
    path: GROUPS,
    tag,
    summary: 'Create a group of organizations',
    body: jsonBody('OrganizationGroupRequest', z.object({ name, parent }), true),
    success: { status: 201, schema: OrganizationGroup },
  }),
  organization_groups_update: operation({
    method: 'put',
    path: GROUP,
    tag,
    summary: 'Update a group of organizations',
    body: jsonBody('OrganizationGroupRequest', z.object({ name, parent }), true),
    success: ok(OrganizationGroup),
  }),
  organization_groups_partial_update: operation({
    method: 'patch',
    path: GROUP,
    tag,
    summary: 'Change some fields of a group of organizations',
    body: jsonBody('PatchedOrganizationGroupRequest', z.object({ name: name.optional(), parent }), false),
    success: ok(OrganizationGroup),
  }),
  organization_groups_destroy: operation({
    method: 'delete',
    path: GROUP,
    tag,
    summary: 'Delete a group of organizations with the groups below it',
    success: { status: 204 },
  }),
} as const
