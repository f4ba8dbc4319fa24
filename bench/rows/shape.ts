/** How much of everything a measured database holds. */
export interface Shape {
  name: ShapeName
  resources: number
  customers: number
  projects: number
  users: number
  keys: number
  grants: number
  /** Months with invoices, the current one last. */
  invoiceMonths: number
  /** Providers with a fixed share of all resources, in ten-thousandths; the rest is spread evenly over `others`. */
  shares: Readonly<Record<string, number>>
  others: number
  offeringsPerProvider: number
}

export const SHAPES = ['marketplace', 'site-agent'] as const
export type ShapeName = (typeof SHAPES)[number]

/** The measured providers, by the slug of their organization, with their share of all resources. */
export const PROVIDERS = {
  'provider-20': '20 %',
  'provider-1': '1 %',
  'provider-0-4': '0.4 %',
  'provider-0-05': '0.05 %',
} as const
export type ProviderSlug = keyof typeof PROVIDERS
export const PROVIDER_SLUGS = Object.keys(PROVIDERS) as ProviderSlug[]

const MEASURED: Readonly<Record<ProviderSlug, number>> = {
  'provider-20': 2_000,
  'provider-1': 100,
  'provider-0-4': 40,
  'provider-0-05': 5,
}

/** Slug of the provider that holds most of the site-agent shape. */
const LARGEST = 'provider-60'

const shapes: Readonly<Record<ShapeName, (resources: number) => Shape>> = {
  /**
   * A large marketplace in which only the number of resources varies; they are spread evenly over the projects, which is
   * the worst case, because a project then uses many providers.
   */
  marketplace: (resources) => ({
    name: 'marketplace',
    resources,
    customers: 20_000,
    projects: 100_000,
    users: 200_000,
    keys: 200_000,
    grants: 1_000_000,
    invoiceMonths: 1,
    shares: MEASURED,
    others: 196,
    offeringsPerProvider: 10,
  }),
  /** A provider with many accounts and a year of bills, as site agents poll it; everything grows with the resources. */
  'site-agent': (resources) => ({
    name: 'site-agent',
    resources,
    customers: Math.max(60, Math.round(resources / 50)),
    projects: Math.round(resources / 5),
    users: Math.round(resources / 2),
    keys: Math.round(resources * 0.6),
    grants: Math.round(resources * 2.5),
    invoiceMonths: 12,
    shares: { [LARGEST]: 6_000, ...MEASURED },
    others: 45,
    offeringsPerProvider: 10,
  }),
}

export const shapeOf = (name: ShapeName, resources: number): Shape => shapes[name](resources)
