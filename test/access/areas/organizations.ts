import type { Area } from '../area.ts'

export const organizationsArea: Area = {}
