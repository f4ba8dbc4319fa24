/** A uuid of the fixture: the kind in the first digits, the number in the last ones. */
export const uuid = (kind: number, number = 1): string =>
  `${String(kind).padStart(8, '0')}00004000a000${String(number).padStart(12, '0')}`

export const hyphenated = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')

export const ids = {
  staff: uuid(1, 1),
  member: uuid(1, 2),
  customer: uuid(2, 1),
  consumer: uuid(2, 2),
  provider: uuid(3),
  project: uuid(4),
  category: uuid(5),
  offering: uuid(6, 1),
  childOffering: uuid(6, 2),
  plan: uuid(7),
  component: uuid(8, 1),
  overage: uuid(8, 2),
  resource: uuid(9, 1),
  childResource: uuid(9, 2),
  period: uuid(10),
  usage: uuid(11),
  checklist: uuid(12),
  question: uuid(13, 1),
  secondQuestion: uuid(13, 2),
  completion: uuid(14),
  account: uuid(15, 1),
  blankAccount: uuid(15, 2),
  invoice: uuid(16),
  credit: uuid(17),
  group: uuid(18, 1),
  parentGroup: uuid(18, 2),
  tag: uuid(19),
  role: uuid(20),
  grant: uuid(21),
  event: uuid(22),
  projectType: uuid(23),
} as const

export const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f sample-member@sample-machine'
export const TOKEN = 'fixture0000000000000000000000000token001'
export const PASSWORD = 'sample password'
export const SECRET_CODE = 'sampleSecretCode'
