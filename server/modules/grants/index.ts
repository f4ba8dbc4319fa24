export {
  granteeJson,
  insertGrant,
  lockActiveGrant,
  revokeAllGrants,
  revokeGrant,
  setExpiration,
  type ActiveGrant,
  type GrantedRole,
  type Grantee,
  type GrantScope,
} from './grants.ts'
export { lockScope, type OwnedScope, type ScopeKind } from './scopes.ts'
export { grantFilterConditions, grantOrder } from './list-grants.ts'
