import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { itemPrice } from '../../server/rollup/item-price.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { orderScene } from '../harness/order-scene.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const app = await startTestApp({}, { poolSize: 12 })
const { world, post, get, database } = app

const chargesOf = (customer: Made) =>
  database.rows<{ charge: string }>(sql`
    select component.type || ' ' || (extract(epoch from invoice_item.end_time - invoice_item.start_time) > 0) as charge
    from invoice_item
    join invoice on invoice.id = invoice_item.invoice_id
    join offering_component as component on component.id = invoice_item.component_id
    where invoice.customer_id = ${customer.id} order by component.type, invoice_item.id
  `)

const moveProject = (project: Made, customer: Made, as: Made) =>
  post(`/api/projects/${project.hex}/move_project/`, {
    as,
    body: { customer: `http://api.test/api/customers/${customer.hex}/`, preserve_permissions: true },
  })

test('a project takes its running resources to the bills of its new organization', async () => {
  const scene = await orderScene(app)
  const { resource } = await scene.running()
  await scene.running({ attributes: { name: 'second' } })
  const heir = await world.customer()
  expect((await moveProject(scene.project, heir, scene.staff)).status).toBe(200)
  expect(await chargesOf(heir)).toHaveLength(4)
  const old = await chargesOf(scene.consumer)
  // The same limits again are no reason to bill anybody.
  expect((await scene.provide(resource, 'set_limits', scene.owner, { limits: { ram: 4 } })).status).toBe(200)
  expect([await chargesOf(scene.consumer), await chargesOf(heir)]).toMatchObject([old, { length: 4 }])
  const estimate = await get(`/api/projects/${scene.project.hex}/`, { as: scene.staff })
  const { total } = await database.one<{ total: string }>(sql`
    select sum(total_cost)::text as total from invoice
    where customer_id = any(${[scene.consumer.id, heir.id]}::bigint[])
  `)
  expect(Number(estimate.body.billing_price_estimate.total)).toBe(Number(total))
})

test('whatever comes at the same time, only one organization is charged from then on', async () => {
  const scene = await orderScene(app)
  const hours = await world.insert('offering_component', {
    ...{ offering_id: scene.offering.id, type: 'hours', name: 'Hours', billing_type: 'usage' },
  })
  await world.link('plan_component', { plan_id: scene.plan.id, component_id: hours.id, amount: 0, price: '0.5' })
  const { resource } = await scene.running()
  const heir = await world.customer()
  const organizations = [heir, scene.consumer]
  const statuses: number[] = []
  for (let round = 1; round <= 8; round++) {
    const target = organizations[(round - 1) % 2]!
    const answers = await Promise.all([
      scene.provide(resource, 'set_limits', scene.owner, { limits: { ram: round } }),
      post('/api/marketplace-component-usages/set_usage/', {
        as: scene.owner,
        body: { resource, usages: [{ type: 'hours', amount: String(round) }] },
      }),
      moveProject(scene.project, target, scene.staff),
      scene.provide(resource, 'set_limits', scene.owner, { limits: { ram: round + 1 } }),
    ])
    statuses.push(...answers.map(({ status }) => status))
  }
  expect([...new Set(statuses)].sort()).toEqual([200, 201])
  const open = await database.rows(sql`
    select component.type, invoice.customer_id::text from invoice_item
    join invoice on invoice.id = invoice_item.invoice_id
    join offering_component as component on component.id = invoice_item.component_id
    join resource on resource.id = invoice_item.resource_id
    where resource.uuid = ${resource}::uuid and component.billing_type in ('fixed', 'limit')
      and invoice_item.end_time = ((make_date(invoice.year, invoice.month, 1) + interval '1 month'
        - interval '1 microsecond') at time zone 'utc')
    order by component.type
  `)
  expect(open).toEqual([
    { type: 'node', customer_id: scene.consumer.id },
    { type: 'ram', customer_id: scene.consumer.id },
  ])
  const wrong = await database.rows(sql`
    select invoice.id from invoice left join invoice_item on invoice_item.invoice_id = invoice.id
    where invoice.customer_id = any(${organizations.map(({ id }) => id)}::bigint[])
    group by invoice.id having invoice.total_cost <> coalesce(sum(${itemPrice}), 0)
  `)
  expect(wrong).toEqual([])
  const { used } = await database.one<{ used: string }>(sql`
    select trim_scale(sum(quantity))::text as used from invoice_item where component_id = ${hours.id}
  `)
  expect(used).toBe('8')
  expect(await reconcile(database)).toEqual([])
})
