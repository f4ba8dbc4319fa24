import { z } from 'zod'
import { boolField, uuidField } from '../../fields.ts'
import { operation, type Method } from '../../operation.ts'
import { OfferingUserAttributeConfig } from '../../schemas/offering-answers.ts'
import { jsonBody, ok } from '../shared.ts'
import { OFFERING, offeringTag } from './provider-offerings.ts'
import { USER_ATTRIBUTES } from './user-attributes.ts'

const configFields = {
  offering: uuidField().optional(),
  ...(Object.fromEntries(USER_ATTRIBUTES.map((name) => [`expose_${name}`, boolField().optional()])) as Record<
    `expose_${(typeof USER_ATTRIBUTES)[number]}`,
    z.ZodOptional<ReturnType<typeof boolField>>
  >),
}

const configChange = <const M extends Method>(method: M, component: string) =>
  operation({
    ...offeringTag,
    method,
    path: `${OFFERING}update-user-attribute-config/`,
    summary: 'Set which attributes of users the provider sees',
    body: jsonBody(component, z.object(configFields), false),
    success: ok(OfferingUserAttributeConfig),
  })

export const attributeConfigOperations = {
  marketplace_provider_offerings_user_attribute_config_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}user-attribute-config/`,
    summary: 'Get which attributes of users the provider sees',
    success: ok(OfferingUserAttributeConfig),
  }),
  marketplace_provider_offerings_update_user_attribute_config: configChange(
    'post',
    'OfferingUserAttributeConfigRequest',
  ),
  marketplace_provider_offerings_update_user_attribute_config_update: configChange(
    'put',
    'OfferingUserAttributeConfigRequest',
  ),
  marketplace_provider_offerings_update_user_attribute_config_partial_update: configChange(
    'patch',
    'PatchedOfferingUserAttributeConfigRequest',
  ),
  marketplace_provider_offerings_delete_user_attribute_config_destroy: operation({
    ...offeringTag,
    method: 'delete',
    path: `${OFFERING}delete-user-attribute-config/`,
    summary: 'Go back to the default attributes of users',
    success: { status: 204 },
  }),
} as const
