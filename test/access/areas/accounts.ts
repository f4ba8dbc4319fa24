import type { Area } from '../area.ts'

export const accountsArea: Area = {}
