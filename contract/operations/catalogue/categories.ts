import { z } from 'zod'
import { boolField, fileField, linkField, textField } from '../../fields.ts'
import { FORM_BODIES, operation } from '../../operation.ts'
import { fieldParam } from '../../list-params.ts'
import { boolParam, choicesParam, textParam, uuidParam } from '../../params.ts'
import {
  CategoryGroup,
  CategoryGroupFieldEnum,
  MaintenanceTypeEnum,
  MarketplaceCategory,
  MarketplaceCategoryFieldEnum,
} from '../../schemas/categories.ts'
import { nullable } from '../../value-fields.ts'
import { listQuery, ok } from '../shared.ts'

const GROUPS = '/api/marketplace-category-groups/'
const GROUP = `${GROUPS}{uuid}/` as const
const CATEGORIES = '/api/marketplace-categories/'
const CATEGORY = `${CATEGORIES}{uuid}/` as const

const groupFields = {
  title: textField({ max: 255, blank: false }),
  description: textField().optional(),
  icon: fileField(),
}

const categoryFields = {
  ...groupFields,
  default_vm_category: boolField().optional(),
  default_volume_category: boolField().optional(),
  default_tenant_category: boolField().optional(),
  group: nullable(linkField()).optional(),
}

const bodyOf = <const T extends z.ZodRawShape>(name: string, shape: T) =>
  ({
    schema: z.object(shape),
    types: FORM_BODIES,
    required: true,
    components: {
      'application/json': name,
      'application/x-www-form-urlencoded': `${name}Form`,
      'multipart/form-data': `${name}Multipart`,
    },
  }) as const

const patchOf = <const T extends z.ZodRawShape>(name: string, shape: T) =>
  ({ ...bodyOf(`Patched${name}`, shape), schema: z.object(shape).partial(), required: false }) as const

const groupQuery = { field: fieldParam(CategoryGroupFieldEnum.options, 'CategoryGroupFieldEnum') }
const categoryQuery = { field: fieldParam(MarketplaceCategoryFieldEnum.options, 'MarketplaceCategoryFieldEnum') }

const created = <const T extends z.ZodType>(schema: T) => ({ status: 201, schema }) as const

const group = { tag: 'marketplace-category-groups' } as const
const category = { tag: 'marketplace-categories' } as const

export const categoryOperations = {
  marketplace_category_groups_list: operation({
    ...group,
    method: 'get',
    path: GROUPS,
    summary: 'List category groups',
    query: listQuery({ ...groupQuery, title: textParam() }),
    success: ok(z.array(CategoryGroup)),
    count: { operationId: 'marketplace_category_groups_count' },
    anonymous: true,
  }),
  marketplace_category_groups_create: operation({
    ...group,
    method: 'post',
    path: GROUPS,
    summary: 'Create a category group',
    body: bodyOf('CategoryGroupRequest', groupFields),
    success: created(CategoryGroup),
  }),
  marketplace_category_groups_retrieve: operation({
    ...group,
    method: 'get',
    path: GROUP,
    summary: 'Get a category group',
    query: z.object(groupQuery),
    success: ok(CategoryGroup),
    anonymous: true,
  }),
  marketplace_category_groups_update: operation({
    ...group,
    method: 'put',
    path: GROUP,
    summary: 'Replace a category group',
    body: bodyOf('CategoryGroupRequest', groupFields),
    success: ok(CategoryGroup),
  }),
  marketplace_category_groups_partial_update: operation({
    ...group,
    method: 'patch',
    path: GROUP,
    summary: 'Change a category group',
    body: patchOf('CategoryGroupRequest', groupFields),
    success: ok(CategoryGroup),
  }),
  marketplace_category_groups_destroy: operation({
    ...group,
    method: 'delete',
    path: GROUP,
    summary: 'Delete a category group',
    success: { status: 204 },
  }),
  marketplace_categories_list: operation({
    ...category,
    method: 'get',
    path: CATEGORIES,
    summary: 'List categories',
    query: listQuery({
      ...categoryQuery,
      customer_uuid: uuidParam(),
      customers_offerings_state: choicesParam([...MaintenanceTypeEnum.values].map(String), 'MaintenanceTypeEnum'),
      group_uuid: uuidParam(),
      has_shared: boolParam(),
      offering_name: textParam(),
      resource_customer_uuid: uuidParam(),
      resource_project_uuid: uuidParam(),
      title: textParam(),
    }),
    success: ok(z.array(MarketplaceCategory)),
    count: { operationId: 'marketplace_categories_count' },
    anonymous: true,
  }),
  marketplace_categories_create: operation({
    ...category,
    method: 'post',
    path: CATEGORIES,
    summary: 'Create a category',
    body: bodyOf('MarketplaceCategoryRequest', categoryFields),
    success: created(MarketplaceCategory),
  }),
  marketplace_categories_retrieve: operation({
    ...category,
    method: 'get',
    path: CATEGORY,
    summary: 'Get a category',
    query: z.object(categoryQuery),
    success: ok(MarketplaceCategory),
    anonymous: true,
  }),
  marketplace_categories_update: operation({
    ...category,
    method: 'put',
    path: CATEGORY,
    summary: 'Replace a category',
    body: bodyOf('MarketplaceCategoryRequest', categoryFields),
    success: ok(MarketplaceCategory),
  }),
  marketplace_categories_partial_update: operation({
    ...category,
    method: 'patch',
    path: CATEGORY,
    summary: 'Change a category',
    body: patchOf('MarketplaceCategoryRequest', categoryFields),
    success: ok(MarketplaceCategory),
  }),
  marketplace_categories_destroy: operation({
    ...category,
    method: 'delete',
    path: CATEGORY,
    summary: 'Delete a category that no offering is in',
    success: { status: 204 },
  }),
} as const
