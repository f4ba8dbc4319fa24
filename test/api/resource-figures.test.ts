import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { database, get } = app
const show = async (resource: string, as: { id: string }) => (await get(`${RESOURCES}${resource}/`, { as })).body

test('plan periods hold the usage of this month', async () => {
  const scene = await orderScene(app)
  const { resource } = await scene.running()
  await database.run(sql`
    insert into component_usage (resource_id, component_id, plan_period_id, usage, billing_period)
    select resource.id, ${scene.ram.id}, resource_plan_period.id, 3.5, month
    from resource join resource_plan_period on resource_plan_period.resource_id = resource.id,
      (values (date_trunc('month', now() at time zone 'utc')), (date '2020-01-01')) as wanted (month)
    where resource.uuid = ${resource}::uuid
  `)
  const { body } = await get(`${RESOURCES}${resource}/plan_periods/`, { as: scene.member })
  expect(body).toMatchObject([
    { plan_name: 'Small', plan_uuid: scene.plan.hex, end: null, components: [{ type: 'ram', usage: '3.50' }] },
  ])
  expect(body[0].components).toHaveLength(1)
})

test('limit_usage is of the period of the limit', async () => {
  for (const [period, expected] of [
    [undefined, 2],
    ['month', 2],
    ['total', 7],
    ['annual', 3],
  ] as const) {
    const scene = await orderScene(app, { component: { limit_period: period } })
    const { resource } = await scene.running()
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update resource set current_usages = '{"ram": "2"}' where uuid = ${resource}::uuid`,
        () => undefined,
      ),
    )
    await database.run(sql`
      insert into component_usage (resource_id, component_id, usage, billing_period)
      select resource.id, ${scene.ram.id}, amount, month
      from resource, (values (3, date_trunc('month', now() at time zone 'utc')), (4, timestamp '2020-01-01')) as wanted (amount, month)
      where resource.uuid = ${resource}::uuid
    `)
    const shown = await show(resource, scene.member)
    expect([period, shown.limit_usage, shown.current_usages]).toEqual([period, { ram: expected }, { ram: 2 }])
  }
})

test('a name is suggested by the pattern of the offering', async () => {
  const scene = await orderScene(app, {
    project: { slug: 'proj', name: 'Sample project' },
    offering: {
      slug: 'off',
      plugin_options: { resource_name_pattern: '{project_slug}/{counter}/{plan_name}/{attributes[os]}/{other}' },
    },
  })
  const suggest = (body: Record<string, unknown>) =>
    app.post(`${RESOURCES}suggest_name/`, {
      as: scene.member,
      body: { project: scene.project.uuid, offering: scene.offering.hex, ...body },
    })
  expect((await suggest({ plan: scene.plan.hex, attributes: { os: 'linux' } })).body).toEqual({
    name: 'proj/1/Small/linux/',
  })
  await scene.running()
  expect((await suggest({})).body).toEqual({ name: 'proj/2///' })
  expect((await suggest({ offering: scene.project.hex })).body).toEqual({ offering: ['Offering is not available.'] })
  const plain = await orderScene(app, { project: { slug: 'p' }, offering: { slug: 'o' } })
  const { body } = await app.post(`${RESOURCES}suggest_name/`, {
    as: plain.member,
    body: { project: plain.project.uuid, offering: plain.offering.hex },
  })
  expect(body.name).toMatch(/^org-\d+-p-o-1$/)
})
