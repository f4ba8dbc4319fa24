import { z } from 'zod'
import { boolField, linkField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { orderParam } from '../list-params.ts'
import { boolParam, choicesParam, urlParam, uuidParam } from '../params.ts'
import {
  PAYMENT_PROFILE_ORDER,
  PaymentProfile,
  PaymentProfileOEnum,
  PaymentTypeEnum,
} from '../schemas/organizations.ts'
import { choiceField, integerField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const PROFILES = '/api/payment-profiles/'
const PROFILE = `${PROFILES}{uuid}/` as const
const tag = 'payment-profiles'

const attributes = z.object(
  {
    end_date: textField({ blank: false }).optional(),
    agreement_number: textField({ blank: false }).optional(),
    contract_sum: integerField().optional(),
  },
  { error: 'Invalid data. Expected a dictionary.' },
)

const required = {
  name: textField({ max: 150, blank: false }),
  organization: linkField(),
  payment_type: choiceField(PaymentTypeEnum.options, 'PaymentTypeEnum'),
  attributes: attributes.optional(),
  is_active: nullable(boolField()).optional(),
}

export const paymentProfileOperations = {
  payment_profiles_list: operation({
    method: 'get',
    path: PROFILES,
    tag,
    summary: 'List payment profiles of organizations',
    query: listQuery({
      is_active: boolParam(),
      o: orderParam(PAYMENT_PROFILE_ORDER, PaymentProfileOEnum),
      organization: urlParam('customers'),
      organization_uuid: uuidParam(),
      payment_type: choicesParam(PaymentTypeEnum.options, 'PaymentTypeEnum'),
    }),
    success: ok(z.array(PaymentProfile)),
    count: { operationId: 'payment_profiles_count' },
  }),
  payment_profiles_create: operation({
    method: 'post',
    path: PROFILES,
    tag,
    summary: 'Create a payment profile',
    body: jsonBody('PaymentProfileRequest', z.object(required), true),
    success: { status: 201, schema: PaymentProfile },
  }),
  payment_profiles_update: operation({
    method: 'put',
    path: PROFILE,
    tag,
    summary: 'Update a payment profile',
    body: jsonBody('PaymentProfileRequest', z.object(required), true),
    success: ok(PaymentProfile),
  }),
  payment_profiles_partial_update: operation({
    method: 'patch',
    path: PROFILE,
    tag,
    summary: 'Change some fields of a payment profile',
    body: jsonBody('PatchedPaymentProfileRequest', z.object(required).partial(), false),
    success: ok(PaymentProfile),
  }),
  payment_profiles_destroy: operation({
    method: 'delete',
    path: PROFILE,
    tag,
    summary: 'Delete a payment profile',
    success: { status: 204 },
  }),
  payment_profiles_enable: operation({
    method: 'post',
    path: `${PROFILE}enable/`,
    tag,
    summary: 'Make a payment profile the active one of its organization',
    success: { status: 200 },
  }),
} as const
