import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { billingArea } from './billing.ts'

testArea(await startTestApp(), billingArea)
