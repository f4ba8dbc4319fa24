import { UnsupportedByType } from '../../errors.ts'

// What the types of offerings differ in, as far as orders go.

interface OfferingType {
  /** The provider approves before work begins. */
  reviewed: boolean
  /** The API says when an order is done. */
  reported: boolean
  /** The provider's agent may begin by itself, begin again, and report failures. */
  agent: boolean
  /** Work is done by hand, so it can be called off after it has begun. */
  manual: boolean
}

const OTHER: OfferingType = { reviewed: false, reported: false, agent: false, manual: false }

const TYPES: Readonly<Record<string, OfferingType>> = {
  'Marketplace.Basic': { reviewed: true, reported: true, agent: false, manual: true },
  'Marketplace.Slurm': { reviewed: true, reported: true, agent: true, manual: false },
  'Marketplace.Support': { reviewed: false, reported: true, agent: false, manual: true },
}

export const offeringType = (type: string): OfferingType => TYPES[type] ?? OTHER

/** Types whose orders can be canceled after work has begun. */
export const MANUAL_TYPES = Object.keys(TYPES).filter((type) => TYPES[type]?.manual)

/** 405 unless the offering's type has the trait. */
export const requireTrait = (type: string, trait: keyof OfferingType): void => {
  if (!offeringType(type)[trait]) throw new UnsupportedByType(type)
}
