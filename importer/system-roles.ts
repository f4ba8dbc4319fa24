/** The roles that every site has, with the kind of object that they are granted on. */
export const SYSTEM_ROLES: ReadonlyMap<string, string> = new Map([
  ['CUSTOMER.OWNER', 'customer'],
  ['CUSTOMER.SUPPORT', 'customer'],
  ['CUSTOMER.READER', 'customer'],
  ['CUSTOMER.MANAGER', 'service_provider'],
  ['PROJECT.ADMIN', 'project'],
  ['PROJECT.MANAGER', 'project'],
  ['PROJECT.MEMBER', 'project'],
  ['OFFERING.MANAGER', 'offering'],
  ['CALL.REVIEWER', 'call'],
  ['CALL.MANAGER', 'call'],
  ['PROPOSAL.MANAGER', 'proposal'],
  ['PROPOSAL.MEMBER', 'proposal'],
  ['CUSTOMER.CALL_ORGANIZER', 'call_organizer'],
])
