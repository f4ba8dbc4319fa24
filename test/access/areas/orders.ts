import type { Area } from '../area.ts'
import { orderRows } from './order-rows.ts'
import { providerResourceRows, resourceRows } from './resource-rows.ts'

export const ordersArea: Area = { ...orderRows, ...resourceRows, ...providerResourceRows }
