import { expect, test } from 'vitest'
import { emptyDatabase } from './empty-database.ts'
import { call, dataDirectory, run, serve, spawnServer, until } from './process.ts'

const url = await emptyDatabase()
const interruptedUrl = await emptyDatabase()

test('processes that start at once load the demo data once; its owner sees rows; a later start does not load', async () => {
  const settings = { DATABASE_URL: url, PURVEYOR_DATA: dataDirectory(), PURVEYOR_DEMO: '1' }
  const servers = await Promise.all([serve(settings), serve(settings)])
  const told = servers.map((server) => server.stderr().includes('Demo users are sample-owner,'))
  expect(told).toContain(true)
  expect(servers.filter((server) => server.token() !== '')).toHaveLength(1)
  const [server] = servers

  const token = (await run(['token', 'sample-owner'], settings)).stdout.trim()
  const providers = `${server.url}/api/marketplace-service-providers/`
  const list = await call(`${providers}?field=uuid&field=customer_abbreviation`, { token })
  const [own] = (list.body as { uuid: string; customer_abbreviation: string }[]).filter(
    ({ customer_abbreviation }) => customer_abbreviation === 'SSC',
  )
  for (const part of ['customers', 'projects', 'users', 'keys', 'offerings', 'project_permissions']) {
    const { status, body } = await call(`${providers}${own?.uuid}/${part}/`, { token })
    expect(status, part).toBe(200)
    expect((body as unknown[]).length, part).toBeGreaterThan(0)
  }
  // C-094
  const [user] = (await call(`${providers}${own?.uuid}/users/`, { token })).body as { uuid: string }[]
  const grant = { role: 'CUSTOMER.MANAGER', user: user?.uuid, expiration_time: '2999-12-31' }
  expect(await call(`${providers}${own?.uuid}/add_user/`, { token, body: grant })).toMatchObject({ status: 201 })
  expect(await call(`${providers}${own?.uuid}/delete_user/`, { token, body: grant })).toMatchObject({ status: 200 })
  expect(await run(['reconcile'], settings)).toMatchObject({ code: 0, stdout: '0 differences.\n' })
  expect(await Promise.all(servers.map((one) => one.stop()))).toEqual([0, 0])

  const later = await serve(settings)
  expect(later.token()).toBe('')
  expect(later.stdout()).not.toContain('loading demo data')
  expect(later.milliseconds).toBeLessThan(server.milliseconds)
  expect((await call(`${later.url}/api/users/me/`, { token })).body).toMatchObject({ username: 'sample-owner' })
  expect(await later.stop()).toBe(0)
})

test('a first start that is killed while it loads the demo data is made up for by the next one', async () => {
  const settings = { DATABASE_URL: interruptedUrl, PURVEYOR_DATA: dataDirectory(), PURVEYOR_DEMO: '1' }
  const { child, output, ended } = spawnServer(settings)
  await until(() => output.stdout.includes('loading demo data'))
  child.kill('SIGKILL')
  await ended
  expect(output.stderr).toBe('')

  const server = await serve(settings)
  expect(server.token()).toMatch(/^[0-9a-f]{40}$/)
  expect(server.stderr()).toContain('Demo users are sample-owner,')
  expect(await run(['token', 'sample-owner'], settings)).toMatchObject({ code: 0 })
  expect(await server.stop()).toBe(0)
})
