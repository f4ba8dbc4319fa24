import type { Area, AreaRow } from '../../area.ts'
import { EVERYBODY, NOBODY_FINDS, staffOnly } from './lines.ts'

const NOT_FOUND = '401 401 401 401 404 404 404 404 404 404 404 404 404 404'

const rowsOf = (collection: string, table: string) => {
  const path = `/api/${collection}/`
  const made =
    (body?: unknown): AreaRow['make'] =>
    async ({ world }, _market, unknown) => {
      const { hex } = await world.insert(table, { title: 'Sample' })
      return { path: `${path}${unknown ?? hex}/`, body }
    }
  const change = (body: unknown): AreaRow => ({
    make: made(body),
    own: staffOnly(200),
    other: staffOnly(200),
    none: NOT_FOUND,
  })
  return {
    list: {
      make: async ({ world }) => ({
        path,
        query: { page_size: '300' },
        row: (await world.insert(table, { title: '0 first' })).hex,
      }),
      own: EVERYBODY,
      other: EVERYBODY,
      sees: { own: '1 0 0 0 1 1 1 1 1 1 1 1 1 1', other: '1 0 0 0 1 1 1 1 1 1 1 1 1 1' },
    },
    retrieve: { make: made(), own: EVERYBODY, other: EVERYBODY, none: NOBODY_FINDS },
    create: { make: async () => ({ path, body: { title: 'New' } }), own: staffOnly(201), other: staffOnly(201) },
    update: change({ title: 'New' }),
    patch: change({ description: 'New' }),
    destroy: { make: made(), own: staffOnly(204), other: staffOnly(204), none: NOT_FOUND },
  } satisfies Record<string, AreaRow>
}

const groups = rowsOf('marketplace-category-groups', 'category_group')
const categories = rowsOf('marketplace-categories', 'category')

export const categoryRows: Area = {
  marketplace_category_groups_list: groups.list,
  marketplace_category_groups_retrieve: groups.retrieve,
  marketplace_category_groups_create: groups.create,
  marketplace_category_groups_update: groups.update,
  marketplace_category_groups_partial_update: groups.patch,
  marketplace_category_groups_destroy: groups.destroy,
  marketplace_categories_list: categories.list,
  marketplace_categories_retrieve: categories.retrieve,
  marketplace_categories_create: categories.create,
  marketplace_categories_update: categories.update,
  marketplace_categories_partial_update: categories.patch,
  marketplace_categories_destroy: categories.destroy,
}
