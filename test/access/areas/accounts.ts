import type { Area } from '../area.ts'
import { checklistRows } from './checklist-rows.ts'
import { offeringUserRows } from './offering-user-rows.ts'
import { robotAndServiceAccountRows } from './account-rows.ts'

export const accountsArea: Area = { ...offeringUserRows, ...robotAndServiceAccountRows, ...checklistRows }
