import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get, post } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'

const provider = await world.provider()
const owner = await world.owner(provider.customer)

const act = (offering: Made, action: string, body: unknown) =>
  post(`${OFFERINGS}${offering.hex}/${action}/`, { as: owner, body })
const check = async (offering: Made, body: Record<string, unknown>) => {
  const answer = await act(offering, 'check_unique_backend_id', body)
  expect(answer.status).toBe(200)
  return answer.body as unknown
}

test('a backend id is looked for in the offering, or in all of the provider', async () => {
  const [offering, other] = [await world.offering(provider.customer), await world.offering(provider.customer)]
  const foreign = await world.offering(await world.customer())
  const project = await world.project(await world.customer())
  await world.resource(offering, project, { backend_id: 'mine', state: 6 })
  await world.resource(other, project, { backend_id: 'beside' })
  await world.resource(foreign, project, { backend_id: 'foreign' })
  const answers = async (everywhere: boolean) => {
    const found: unknown[] = []
    for (const backend_id of ['mine', 'beside', 'foreign', 'free']) {
      found.push(await check(offering, { backend_id, check_all_offerings: everywhere }))
    }
    return found
  }
  expect(await answers(false)).toEqual([
    { is_unique: false },
    { is_unique: true },
    { is_unique: true },
    { is_unique: true },
  ])
  expect(await answers(true)).toEqual([
    { is_unique: false },
    { is_unique: false },
    { is_unique: true },
    { is_unique: true },
  ])
})

describe('the rules of the offering', () => {
  const rules = { format: { regex: 'hpc-\\d+' }, uniqueness: { scope: 'service_provider' } }

  test('say what a backend id looks like and where it is unique', async () => {
    const [offering, other] = [await world.offering(provider.customer), await world.offering(provider.customer)]
    const project = await world.project(await world.customer())
    await world.resource(other, project, { backend_id: 'hpc-7' })
    expect(await act(offering, 'update_backend_id_rules', { backend_id_rules: rules })).toMatchObject({
      status: 200,
      text: '',
    })
    expect((await get(`${OFFERINGS}${offering.hex}/`, { as: owner })).body.backend_id_rules).toEqual(rules)
    const byRules = (backend_id: string) => check(offering, { backend_id, use_offering_rules: true })
    expect(await byRules('hpc-8')).toEqual({ is_unique: true, is_valid_format: true, errors: [] })
    expect(await byRules('hpc-7')).toEqual({
      is_unique: false,
      is_valid_format: true,
      errors: ['Backend id is already in use.'],
    })
    expect(await byRules('xhpc-8x')).toEqual({
      is_unique: true,
      is_valid_format: false,
      errors: ['Backend id does not match the required format.'],
    })
    expect(await check(offering, { backend_id: 'hpc-7' })).toEqual({ is_unique: true })
    await act(offering, 'update_backend_id_rules', { backend_id_rules: {} })
    expect(await byRules('anything')).toEqual({ is_unique: true, is_valid_format: null, errors: [] })
  })

  test.each([
    [{ format: { regex: '(' } }, 'format.regex is not a valid regular expression.'],
    [{ format: { regex: 1 } }, expect.stringContaining('Expected')],
    [{ uniqueness: { scope: 'universe' } }, expect.stringContaining('Expected')],
    [{ other: 1 }, expect.stringContaining('Expected')],
    [[], 'Dictionary is expected.'],
  ])('are refused for %j', async (backend_id_rules, message) => {
    const offering = await world.offering(provider.customer)
    expect(await act(offering, 'update_backend_id_rules', { backend_id_rules })).toMatchObject({
      status: 400,
      body: { backend_id_rules: [message] },
    })
  })
})

test('a backend id is asked for', async () => {
  const offering = await world.offering(provider.customer)
  expect(await act(offering, 'check_unique_backend_id', {})).toMatchObject({
    status: 400,
    body: { backend_id: ['This field is required.'] },
  })
})
