// Lines of the matrix that many operations of the catalogue share; `done` is the status of success.
//                                        anon bad exp inac plai memb admi cown own mana omgr othr supp staf

export const OFFERINGS = '/api/marketplace-provider-offerings/'

export const EVERYBODY = '200 401 401 401 200 200 200 200 200 200 200 200 200 200'
export const EVERY_USER = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
export const NOBODY_FINDS = '404 401 401 401 404 404 404 404 404 404 404 404 404 404'
export const staffOnly = (done: number): string => `401 401 401 401 403 403 403 403 403 403 403 403 403 ${String(done)}`

/** An action on an offering by whoever holds the right; `manager` tells whether the role of offering managers lists it. */
export const byProvider = (done: number, manager: boolean) => {
  const d = String(done)
  return {
    own: `401 401 401 401 404 404 404 404 ${d} ${d} ${manager ? d : '403'} 404 403 ${d}`,
    other: `401 401 401 401 404 404 404 404 404 404 404 ${d} 403 ${d}`,
    none: '401 401 401 401 404 404 404 404 404 404 404 404 404 404',
  }
}

/** What everybody sees on the provider's side. */
export const seenByProvider = {
  own: '401 401 401 401 404 404 404 404 200 200 200 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 200 200 200',
  none: '401 401 401 401 404 404 404 404 404 404 404 404 404 404',
}

/** An action on what belongs to an offering of the catalogue: seen by all, done by holders of the right. */
export const onPublic = (done: number, manager: boolean) => {
  const d = String(done)
  return {
    own: `401 401 401 401 403 403 403 403 ${d} ${d} ${manager ? d : '403'} 403 403 ${d}`,
    other: `401 401 401 401 403 403 403 403 403 403 403 ${d} 403 ${d}`,
    none: '401 401 401 401 404 404 404 404 404 404 404 404 404 404',
  }
}

/** Rows of a list of the provider's own things. */
export const listedForProvider = {
  own: EVERY_USER,
  other: EVERY_USER,
  sees: {
    own: '0 0 0 0 0 0 0 0 1 1 1 0 1 1',
    other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1',
  },
}
