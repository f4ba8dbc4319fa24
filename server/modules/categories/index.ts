import {
  createCategoryGroup,
  destroyCategoryGroup,
  listCategoryGroups,
  retrieveCategoryGroup,
  updateCategoryGroup,
} from './groups.ts'
import { listCategories, retrieveCategory } from './list-categories.ts'
import { createCategory, destroyCategory, updateCategory } from './write-category.ts'

export const categoryHandlers = {
  marketplace_category_groups_list: listCategoryGroups,
  marketplace_category_groups_create: createCategoryGroup,
  marketplace_category_groups_retrieve: retrieveCategoryGroup,
  marketplace_category_groups_update: updateCategoryGroup,
  marketplace_category_groups_partial_update: updateCategoryGroup,
  marketplace_category_groups_destroy: destroyCategoryGroup,
  marketplace_categories_list: listCategories,
  marketplace_categories_create: createCategory,
  marketplace_categories_retrieve: retrieveCategory,
  marketplace_categories_update: updateCategory,
  marketplace_categories_partial_update: updateCategory,
  marketplace_categories_destroy: destroyCategory,
} as const
