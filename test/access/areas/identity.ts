import type { Area } from '../area.ts'

export const identityArea: Area = {}
