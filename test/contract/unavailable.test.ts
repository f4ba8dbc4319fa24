import { expect, test } from 'vitest'
import { definitionOf } from '../../contract/index.ts'
import { unavailableOperations } from '../../server/http/run.ts'
import { startTestApp } from '../harness/index.ts'

const { world, request } = await startTestApp()

test('these operations are answered with 501 until they are built', () => {
  expect(unavailableOperations().sort()).toEqual([
    'marketplace_service_providers_course_accounts_list',
    'marketplace_service_providers_generate_site_agent_config',
    'marketplace_service_providers_project_service_accounts_list',
    'marketplace_service_providers_revenue_list',
    'marketplace_service_providers_robot_account_customers_list',
    'marketplace_service_providers_robot_account_projects_list',
    'marketplace_service_providers_set_offerings_username',
    'marketplace_service_providers_stat_retrieve',
    'service_provider_checklists_summary',
    'service_provider_compliance_overview',
    'service_provider_offering_users_compliance',
  ])
})

test.each(unavailableOperations())('%s answers 501 with JSON to whoever may call it, and 403 to others', async (id) => {
  const { provider, owner } = await world.marketplace()
  const { method, path } = definitionOf(id)
  const url = path.replace(/\{\w+\}/, provider.hex)
  const verb = method.toUpperCase() as 'GET' | 'POST'
  const permitted = await request(verb, url, { as: owner })
  expect(permitted.status).toBe(501)
  expect(permitted.body).toEqual({ detail: 'This operation is not available yet.' })
  const stranger = await request(verb, url, { as: await world.user() })
  expect(stranger.status).toBe(403)
})
