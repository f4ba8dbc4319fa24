/** An operation of the published contract that is not built. */
export interface LeftOut {
  method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  /** Why, in a sentence for users. */
  reason: string
}
