import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { act, create, dayFromNow, grant, list, ok, person, type Created, type Json, type Run } from './client.ts'

// What a provider needs before there is something to read.

/** A key that nobody holds the other half of. */
const newPublicKey = (): string => {
  const { publicKey } = generateKeyPairSync('ed25519')
  // The last 32 bytes of the encoding are the key itself.
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const part = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
  return `ssh-ed25519 ${Buffer.concat([part(Buffer.from('ssh-ed25519')), part(point)]).toString('base64')}`
}

/** Organizations, people and projects. */
export const people = async (run: Run) => {
  const { staff, mark } = run
  const provider = await create(run, '/api/customers/', staff, { name: `Sample computing centre ${mark}` })
  const consumer = await create(run, '/api/customers/', staff, { name: `Sample university ${mark}` })
  const owner = await person(run, 'owner')
  const manager = await person(run, 'manager')
  const member = await person(run, 'member')
  const stranger = await person(run, 'stranger')
  const consumerOwner = await person(run, 'university')
  await grant(run, 'customers', provider, owner, 'CUSTOMER.OWNER')
  await grant(run, 'customers', consumer, consumerOwner, 'CUSTOMER.OWNER')
  const project = await create(run, '/api/projects/', staff, {
    name: `Sample project ${mark}`,
    customer: consumer.url,
    // What course accounts ask for.
    kind: 'course',
    end_date: dayFromNow(400),
  })
  await grant(run, 'projects', project, manager, 'PROJECT.MANAGER')
  await grant(run, 'projects', project, member, 'PROJECT.ADMIN')
  const serviceProvider = await create(run, '/api/marketplace-service-providers/', staff, { customer: provider.url })
  await create(run, '/api/payment-profiles/', staff, {
    name: 'Sample contract',
    organization: consumer.url,
    payment_type: 'invoices',
  })
  const key = await create(run, '/api/keys/', member.token, { name: 'sample', public_key: newPublicKey() })
  run.note('two organizations, a provider, a project and its people, with an SSH key')
  return { provider, consumer, owner, manager, member, stranger, consumerOwner, project, serviceProvider, key }
}

export type Place = Awaited<ReturnType<typeof people>>

const COMPONENTS = [
  { type: 'node', name: 'Node', billing_type: 'fixed', measured_unit: 'node' },
  { type: 'cpu', name: 'CPU hours', billing_type: 'usage', measured_unit: 'h' },
  { type: 'ram', name: 'Memory', billing_type: 'limit', limit_period: 'month', measured_unit: 'GB' },
  { type: 'setup', name: 'Setup', billing_type: 'one' },
  { type: 'move', name: 'Change of plan', billing_type: 'few' },
]
const PRICES = { node: '10', cpu: '0.5', ram: '1.5', setup: '5', move: '7' }
/** In per cent. */
const DISCOUNT = 50

/** An offering with a component of each kind, its plan, its prices and its terms, open for orders. */
export const catalogue = async (run: Run, { provider, owner, serviceProvider }: Place) => {
  const group = await create(run, '/api/marketplace-category-groups/', run.staff, { title: `Computing ${run.mark}` })
  const category = await create(run, '/api/marketplace-categories/', run.staff, {
    title: `Clusters ${run.mark}`,
    group: group.url,
  })
  const offering = await create(run, '/api/marketplace-provider-offerings/', owner.token, {
    name: `Sample cluster ${run.mark}`,
    category: category.url,
    customer: provider.url,
    type: 'Marketplace.Slurm',
    plugin_options: { service_provider_can_create_offering_user: true },
    components: COMPONENTS,
    plans: [{ name: 'Standard', unit: 'month', prices: PRICES, quotas: { node: 2 } }],
  })
  assert.equal(offering.state, 'Draft')
  await create(run, '/api/marketplace-offering-terms-of-service/', owner.token, {
    offering: offering.url,
    terms_of_service: 'Be kind.',
    version: '1',
    is_active: true,
  })
  const checklist = await create(run, '/api/checklists-admin/', run.staff, {
    name: `Sample rules ${run.mark}`,
    checklist_type: 'offering_compliance',
  })
  const question = await create(run, '/api/checklists-admin-questions/', run.staff, {
    checklist: checklist.url,
    description: 'Have you read the rules?',
    question_type: 'boolean',
    required: true,
  })
  await act(run, `/api/marketplace-provider-offerings/${offering.uuid}/update_compliance_checklist/`, owner.token, {
    compliance_checklist: checklist.uuid,
  })
  const activate = `/api/marketplace-provider-offerings/${offering.uuid}/activate/`
  await act(run, activate, owner.token)
  const shown = await ok(run.send('GET', `/api/marketplace-public-offerings/${offering.uuid}/`), 200, 'public offering')
  const campaign = await create(run, '/api/promotions-campaigns/', owner.token, {
    name: 'Half of everything',
    start_date: dayFromNow(0),
    end_date: dayFromNow(30),
    discount_type: 'discount',
    discount: DISCOUNT,
    service_provider: serviceProvider.url,
    offerings: [offering.uuid],
  })
  await act(run, `/api/promotions-campaigns/${campaign.uuid}/activate/`, owner.token)
  run.note('an offering with five components, a plan, prices, terms and a checklist, active, and a campaign for it')
  const [plan] = shown.plans as Created[]
  assert.ok(plan, 'the offering shows its plan')
  return { offering, plan, checklist, question }
}

export type Goods = Awaited<ReturnType<typeof catalogue>>

/** From the order to the resource in service. */
export const ordering = async (
  run: Run,
  { manager, consumerOwner, owner, project }: Place,
  { offering, plan }: Goods,
) => {
  const { send } = run
  const body = {
    offering: `/api/marketplace-public-offerings/${offering.uuid}/`,
    project: project.url,
    plan: plan.url,
    limits: { ram: 4 },
    attributes: { name: 'Sample allocation' },
  }
  const refused = await send('POST', '/api/marketplace-orders/', { as: manager.token, body })
  assert.equal(refused.status, 400, 'terms must be accepted')
  const accepted = { ...body, accepting_terms_of_service: true }
  const order = await create(run, '/api/marketplace-orders/', manager.token, accepted)
  assert.equal(order.state, 'pending-consumer')
  const step = async (action: string, as: string): Promise<string> => {
    const path = `/api/marketplace-orders/${order.uuid}/`
    await act(run, `${path}${action}/`, as)
    return (await ok(send('GET', path, { as: owner.token }), 200, path)).state as string
  }
  assert.equal(await step('approve_by_consumer', consumerOwner.token), 'pending-provider')
  assert.equal(await step('approve_by_provider', owner.token), 'executing')
  assert.equal(await step('set_state_done', owner.token), 'done')
  const uuid = order.marketplace_resource_uuid as string
  const resource = await ok(send('GET', `/api/marketplace-resources/${uuid}/`, { as: manager.token }), 200, 'resource')
  assert.equal(resource.state, 'OK')
  run.note('an order that both sides approved, and a resource in service')
  return resource as Created & Json
}

/** Usage, a robot account and a request for help. */
export const daily = async (run: Run, { owner, manager, member, project }: Place, resource: Created) => {
  const date = new Date().toISOString()
  const usages = [{ type: 'cpu', amount: '10.00', description: 'sample' }]
  const report = { resource: resource.uuid, date, usages }
  const path = '/api/marketplace-component-usages/set_usage/'
  await ok(run.send('POST', path, { as: owner.token, body: report }), 201, path)
  // Reported again, it is still the same usage.
  await ok(run.send('POST', path, { as: owner.token, body: report }), 201, path)
  await create(run, '/api/marketplace-robot-accounts/', owner.token, {
    resource: resource.url,
    type: 'cicd',
    username: 'sample-robot',
    users: [member.url],
  })
  await create(run, '/api/support-issues/', manager.token, {
    type: 'Incident',
    summary: 'Sample question',
    project: project.url,
    resource: resource.url,
  })
  run.note('usage, a robot account and a request for help')
}

/** The member's account in the offering with the answers to its checklist, and accounts of project and organization. */
export const accounts = async (
  run: Run,
  { owner, member, consumer, consumerOwner, project }: Place,
  { offering, question }: Goods,
) => {
  // The order gave the members of the project their accounts; the provider names them.
  const query = `offering_uuid=${offering.uuid}&user_uuid=${member.uuid}`
  const found = await list(
    run.send('GET', `/api/marketplace-offering-users/?${query}`, { as: owner.token }),
    'accounts',
  )
  assert.equal(found.length, 1, 'one account of the member')
  const account = found[0] as Created & Json
  const path = `/api/marketplace-offering-users/${account.uuid}/`
  await ok(
    run.send('PATCH', path, { as: owner.token, body: { username: 'sample-account' } }),
    200,
    'name of the account',
  )
  await act(run, `${path}submit_answers/`, member.token, [{ question_uuid: question.uuid, answer_data: true }])
  // No role has this right from the beginning.
  const courseAccount = await create(run, '/api/marketplace-course-accounts/', run.staff, {
    project: project.uuid,
    email: 'course@example.org',
  })
  const quota = { as: run.staff, body: { max_service_accounts: 1 } }
  await ok(run.send('PATCH', `/api/customers/${consumer.uuid}/`, quota), 200, 'quota of service accounts')
  const ofCustomer = { customer: consumer.uuid, username: 'sample-service' }
  await create(run, '/api/marketplace-customer-service-accounts/', consumerOwner.token, ofCustomer)
  const serviceAccount = await create(run, '/api/marketplace-project-service-accounts/', consumerOwner.token, {
    project: project.uuid,
    username: 'sample-project-service',
  })
  run.note('an account with its answers, a course account and service accounts')
  return { account, courseAccount, serviceAccount }
}

export type Accounts = Awaited<ReturnType<typeof accounts>>
