import type { Area } from '../area.ts'

export const catalogueArea: Area = {}
