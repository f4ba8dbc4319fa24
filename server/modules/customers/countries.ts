import { CountryEnum } from '../../../contract/schemas/countries.ts'
import type { Handler } from '../../handler.ts'
import { DEFAULT_PAGE_SIZE } from '../../../contract/list-params.ts'
import { pageOf } from '../../list/page.ts'

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** English name of an ISO 3166-1 alpha-2 code or EU; '' for anything else. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? '') : '')

const COUNTRIES = CountryEnum.options
  .map((value) => ({ label: countryName(value), value }))
  .toSorted((a, b) => a.label.localeCompare(b.label, 'en') || a.value.localeCompare(b.value))

/** The countries that an organization may name, by name. */
export const listCountries: Handler<'customers_countries_list'> = (_context, { query }) =>
  Promise.resolve().then(() => pageOf(COUNTRIES, query.page, query.page_size ?? DEFAULT_PAGE_SIZE))
