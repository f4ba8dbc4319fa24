import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, RESOURCES } from '../harness/order-scene.ts'

// Staff make offerings that belong to no organization. Their resources count for the projects, though for no provider.

const app = await startTestApp()
const { world, get, post, database } = app
const scene = await orderScene(app)
const { staff } = scene
const API = 'http://api.test/api'

interface Project {
  id: string
  hex: string
}

const send = async (url: string, body: object = {}): Promise<Record<string, string>> => {
  const answer = await post(url, { as: staff, body })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body as Record<string, string>
}

const offeringOfNobody = async () => {
  const category = await world.category()
  const { status, body, text } = await post('/api/marketplace-provider-offerings/', {
    as: staff,
    body: {
      name: 'Of nobody',
      type: 'Marketplace.Slurm',
      category: `${API}/marketplace-categories/${category.hex}/`,
      components: [{ type: 'cpu', name: 'CPU', billing_type: 'fixed' }],
      plans: [{ name: 'Standard', unit: 'month', prices: { cpu: 1 }, quotas: { cpu: 1 } }],
    },
  })
  expect(status, text).toBe(201)
  await send(`/api/marketplace-provider-offerings/${body.uuid}/activate/`)
  return { uuid: body.uuid as string, plan: body.plans[0].uuid as string, category }
}

/** The uuid of a resource that works. */
const ordered = async (offering: { uuid: string; plan: string }, project: Project): Promise<string> => {
  const { uuid, marketplace_resource_uuid, state } = await send('/api/marketplace-orders/', {
    attributes: { name: 'sample' },
    offering: `${API}/marketplace-public-offerings/${offering.uuid}/`,
    project: `${API}/projects/${project.hex}/`,
    plan: `${API}/marketplace-plans/${offering.plan}/`,
    limits: {},
  })
  if (state === 'pending-provider') await send(`/api/marketplace-orders/${uuid}/approve_by_provider/`)
  await send(`/api/marketplace-orders/${uuid}/set_state_done/`)
  return marketplace_resource_uuid ?? ''
}

/** What a project says of its resources, and how many work. */
const expectCounts = async (project: Project, working: number) => {
  const { n } = await database.one<{ n: number }>(sql`
    select count(*)::int as n from resource where project_id = ${project.id} and state in (2, 4)
  `)
  const { body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  const counts = Object.values(body.marketplace_resource_count as Record<string, number>)
  expect([n, body.resources_count, counts.reduce((sum, count) => sum + count, 0)]).toEqual([working, working, working])
  expect(await reconcile(database)).toEqual([])
}

test('a resource counts when it is ordered and no more when it is unlinked', async () => {
  const project = await world.project(scene.consumer)
  const resource = await ordered(await offeringOfNobody(), project)
  await expectCounts(project, 1)
  await send(`${RESOURCES}${resource}/unlink/`)
  await expectCounts(project, 0)
})

test('beside resources of a provider', async () => {
  const project = await world.project(scene.consumer)
  const resource = await ordered(await offeringOfNobody(), project)
  await scene.running({ project: `${API}/projects/${project.hex}/` })
  await expectCounts(project, 2)
  await send(`${RESOURCES}${resource}/unlink/`)
  await expectCounts(project, 1)
})

test('in the project that it is moved to', async () => {
  const [from, to] = [await world.project(scene.consumer), await world.project(scene.consumer)]
  const resource = await ordered(await offeringOfNobody(), from)
  await send(`${RESOURCES}${resource}/move_resource/`, { project: { url: `${API}/projects/${to.hex}/` } })
  await expectCounts(from, 0)
  await expectCounts(to, 1)
})

test('until its offering is deleted', async () => {
  const project = await world.project(scene.consumer)
  const offering = await offeringOfNobody()
  await ordered(offering, project)
  await scene.running({ project: `${API}/projects/${project.hex}/` })
  const { status } = await app.request('DELETE', `/api/marketplace-provider-offerings/${offering.uuid}/`, { as: staff })
  expect(status).toBe(204)
  await expectCounts(project, 1)
})

test('its orders and resources name no provider, as what is no UUID would end the published Python client', async () => {
  const project = await world.project(scene.consumer)
  const resource = await ordered(await offeringOfNobody(), project)
  const query = { project_uuid: project.hex }
  const [listed, orders, retrieved] = await Promise.all([
    get(RESOURCES, { as: staff, query }),
    get('/api/marketplace-orders/', { as: staff, query }),
    get(`${RESOURCES}${resource}/`, { as: staff }),
  ])
  const shown = [...listed.body, ...orders.body, retrieved.body, retrieved.body.creation_order]
  expect(shown).toHaveLength(4)
  for (const object of shown) {
    expect(object).toMatchObject({ offering_name: 'Of nobody' })
    for (const name of ['uuid', 'name', 'slug']) expect(object).not.toHaveProperty(`provider_${name}`)
  }
})
