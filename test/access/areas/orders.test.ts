import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { ordersArea } from './orders.ts'

testArea(await startTestApp(), ordersArea)
