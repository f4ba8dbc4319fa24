import type { Area } from '../area.ts'

export const ordersArea: Area = {}
