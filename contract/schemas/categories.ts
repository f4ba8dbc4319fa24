import { z } from 'zod'
import { anyJson, bool, fieldEnum, integer, text, url, uuid } from '../wire.ts'
import { BlankEnum } from './projects.ts'

export const CategoryGroup = z
  .object({
    url: url(),
    uuid: uuid(),
    title: text(),
    description: text(),
    icon: url().nullable(),
  })
  .partial()
  .meta({ id: 'CategoryGroup' })

export const NestedAttributeTypeEnum = z
  .enum(['boolean', 'string', 'text', 'integer', 'choice', 'list'])
  .meta({ id: 'NestedAttributeTypeEnum' })

export const NestedAttributeOption = z
  .object({
    key: text(),
    title: text(),
  })
  .partial()
  .meta({ id: 'NestedAttributeOption' })

export const NestedAttribute = z
  .object({
    key: text(),
    title: text(),
    type: NestedAttributeTypeEnum,
    options: z.array(NestedAttributeOption),
    required: bool(),
    default: anyJson().nullable(),
  })
  .partial()
  .meta({ id: 'NestedAttribute' })

export const NestedSection = z
  .object({
    key: text(),
    title: text(),
    attributes: z.array(NestedAttribute),
    is_standalone: bool(),
  })
  .partial()
  .meta({ id: 'NestedSection' })

export const WidgetEnum = z.enum(['csv', 'filesize', 'attached_instance']).meta({ id: 'WidgetEnum' })

export const NestedColumn = z
  .object({
    uuid: uuid(),
    index: integer(),
    title: text(),
    attribute: text(),
    widget: z.union([WidgetEnum, BlankEnum]).nullable(),
  })
  .partial()
  .meta({ id: 'NestedColumn' })

export const CategoryComponent = z
  .object({
    type: text(),
    name: text(),
    description: text(),
    measured_unit: text(),
  })
  .partial()
  .meta({ id: 'CategoryComponent' })

export const CategoryHelpArticle = z
  .object({
    title: text().nullable(),
    url: url(),
  })
  .partial()
  .meta({ id: 'CategoryHelpArticle' })

export const MarketplaceCategory = z
  .object({
    url: url(),
    uuid: uuid(),
    title: text(),
    description: text(),
    icon: url().nullable(),
    default_vm_category: bool(),
    default_volume_category: bool(),
    default_tenant_category: bool(),
    offering_count: integer(),
    available_offerings_count: integer(),
    sections: z.array(NestedSection),
    columns: z.array(NestedColumn),
    components: z.array(CategoryComponent),
    articles: z.array(CategoryHelpArticle),
    group: url().nullable(),
  })
  .partial()
  .meta({ id: 'MarketplaceCategory' })

export const CategoryGroupFieldEnum = fieldEnum(CategoryGroup, 'CategoryGroupFieldEnum')

export const MarketplaceCategoryFieldEnum = fieldEnum(MarketplaceCategory, 'MarketplaceCategoryFieldEnum')

// Published under this name: codes of the states of offerings.
export const MaintenanceTypeEnum = z.literal([1, 2, 3, 4, 5]).meta({ id: 'MaintenanceTypeEnum' })
