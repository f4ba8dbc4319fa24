import type { Area, AreaRow } from '../../area.ts'
import type { Marketplace, TestApp } from '../../../harness/index.ts'
import { byProvider, OFFERINGS } from './lines.ts'

type Body = (app: TestApp, market: Marketplace) => unknown

/** A change of an offering; the role of offering managers lists the right unless told otherwise. */
const change = (name: string, body: Body, done = 200, manager = true): AreaRow => ({
  make: async (app, market, unknown) => ({
    path: `${OFFERINGS}${unknown ?? market.offering.hex}/${name}/`,
    body: await body(app, market),
  }),
  ...byProvider(done, manager),
})

const nothing = () => undefined

const component = ({ world }: TestApp, { offering }: Marketplace) =>
  world.insert('offering_component', { offering_id: offering.id, type: 'cpu', name: 'CPU' })

const FIELDS = { type: 'cpu', name: 'CPU', billing_type: 'fixed' }

const partition = ({ world }: TestApp, { offering }: Marketplace) =>
  world.insert('offering_partition', { offering_id: offering.id, partition_name: 'gpu' })

export const offeringChangeRows: Area = {
  marketplace_provider_offerings_update_overview: change('update_overview', () => ({ name: 'New' })),
  marketplace_provider_offerings_update_description: change('update_description', async ({ world }) => ({
    category: `/api/marketplace-categories/${(await world.category()).hex}/`,
  })),
  marketplace_provider_offerings_update_attributes: change('update_attributes', () => ({ a: 1 })),
  marketplace_provider_offerings_update_location: change('update_location', () => ({ latitude: 1, longitude: 2 })),
  marketplace_provider_offerings_update_options: change('update_options', () => ({ options: {} })),
  marketplace_provider_offerings_update_resource_options: change('update_resource_options', () => ({
    resource_options: {},
  })),
  marketplace_provider_offerings_update_integration: change('update_integration', () => ({ backend_id: 'x' })),
  // Without a file, which a form would carry: the right is looked at first.
  marketplace_provider_offerings_update_thumbnail: change('update_thumbnail', () => ({}), 400, false),
  marketplace_provider_offerings_delete_thumbnail: change('delete_thumbnail', nothing, 204, false),
  marketplace_provider_offerings_update_image: change('update_image', () => ({}), 400, false),
  marketplace_provider_offerings_delete_image: change('delete_image', nothing, 204, false),
  marketplace_provider_offerings_create_offering_component: change('create_offering_component', () => FIELDS, 201),
  marketplace_provider_offerings_update_offering_component: change(
    'update_offering_component',
    async (app, market) => ({ ...FIELDS, uuid: (await component(app, market)).hex }),
  ),
  marketplace_provider_offerings_remove_offering_component: change(
    'remove_offering_component',
    async (app, market) => ({ uuid: (await component(app, market)).hex }),
  ),
  marketplace_provider_offerings_add_endpoint: change('add_endpoint', () => ({ name: 'a', url: 'b' }), 201),
  marketplace_provider_offerings_delete_endpoint: change(
    'delete_endpoint',
    async ({ world }, { offering }) => ({
      uuid: (await world.insert('offering_endpoint', { offering_id: offering.id, name: 'a', url: 'b' })).hex,
    }),
    204,
  ),
  marketplace_provider_offerings_add_partition: change(
    'add_partition',
    (_app, { offering }) => ({ offering: offering.hex, partition_name: 'gpu' }),
    201,
  ),
  marketplace_provider_offerings_update_partition_partial_update: change('update_partition', async (app, market) => ({
    partition_uuid: (await partition(app, market)).hex,
  })),
  marketplace_provider_offerings_remove_partition: change(
    'remove_partition',
    async (app, market) => ({ partition_uuid: (await partition(app, market)).hex }),
    204,
  ),
  marketplace_provider_offerings_update_organization_groups: change('update_organization_groups', () => ({
    organization_groups: [],
  })),
  marketplace_provider_offerings_delete_organization_groups: change('delete_organization_groups', nothing, 204),
  marketplace_provider_offerings_update_compliance_checklist: change('update_compliance_checklist', () => ({
    compliance_checklist: null,
  })),
  marketplace_provider_offerings_update_backend_id_rules: change('update_backend_id_rules', () => ({
    backend_id_rules: {},
  })),
  marketplace_provider_offerings_set_backend_metadata: change('set_backend_metadata', () => ({ backend_metadata: {} })),
  marketplace_provider_offerings_check_unique_backend_id: change('check_unique_backend_id', () => ({
    backend_id: 'x',
  })),
  marketplace_provider_offerings_refresh_offering_usernames: change('refresh_offering_usernames', nothing),
  marketplace_provider_offerings_update_user_attribute_config: change('update-user-attribute-config', () => ({})),
  marketplace_provider_offerings_update_user_attribute_config_update: change(
    'update-user-attribute-config',
    () => ({}),
  ),
  marketplace_provider_offerings_update_user_attribute_config_partial_update: change(
    'update-user-attribute-config',
    () => ({}),
  ),
  marketplace_provider_offerings_delete_user_attribute_config_destroy: change(
    'delete-user-attribute-config',
    async ({ world }, { offering }) => {
      await world.insert('offering_user_attribute_config', { offering_id: offering.id })
    },
    204,
  ),
}
