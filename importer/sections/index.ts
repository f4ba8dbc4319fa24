import { accessSections } from './access.ts'
import { accountSections } from './accounts.ts'
import { billingSections, usageSections } from './billing.ts'
import { checklistSections, completionSections } from './compliance.ts'
import { offeringSections } from './offerings.ts'
import { organizationSections } from './organizations.ts'
import { peopleSections } from './people.ts'
import { promotionSections } from './promotion.ts'
import { resourceSections } from './resources.ts'
import { eventSections, siteSections } from './site.ts'
import type { Section } from '../section.ts'

/** All sections that are kept, each after those that its rows need. The order in the file does not matter. */
export const sections: readonly Section[] = [
  ...siteSections,
  ...peopleSections,
  ...checklistSections,
  ...organizationSections,
  ...offeringSections,
  ...resourceSections,
  ...accountSections,
  ...usageSections,
  ...accessSections,
  ...completionSections,
  ...billingSections,
  ...promotionSections,
  ...eventSections,
]
