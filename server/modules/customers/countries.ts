const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** English name of an ISO 3166-1 alpha-2 code or EU; '' for anything else. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? '') : '')
