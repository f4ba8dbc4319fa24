import type { Made, World } from '../harness/index.ts'

/** Names of fixtures by uuid, so that rows of any list compare as words. */
export class Labels {
  readonly #names = new Map<string, string>()

  name(names: Record<string, { hex: string }>): void {
    for (const [name, { hex }] of Object.entries(names)) this.#names.set(hex, name)
  }

  /** The names of the rows, sorted, by the first key that names something known. */
  of(rows: readonly unknown[]): string[] {
    return rows.map((row) => this.#nameOf(row)).toSorted()
  }

  #nameOf(row: unknown): string {
    if (typeof row === 'string') return row
    const { uuid, user_uuid, offering_uuid, checklist_uuid } = row as Record<string, string | undefined>
    const names = [uuid, user_uuid, offering_uuid, checklist_uuid].map((key) => this.#names.get(key ?? ''))
    return names.find((name) => name !== undefined) ?? `unknown ${JSON.stringify(row)}`
  }
}

interface Place {
  offering: Made
  project: Made
  resource: Made
  user: Made
}

/** One of everything that hangs on a user, a project or a resource and that some list shows. */
export const furnish = async (world: World, { offering, project, resource, user }: Place) => ({
  key: await world.insert('ssh_key', { user_id: user.id, name: 'laptop', public_key: 'ssh-ed25519 AAAA sample' }),
  course: await world.insert('course_account', { project_id: project.id, user_id: user.id }),
  service: await world.insert('project_service_account', { project_id: project.id, username: 'robot' }),
  robot: await world.insert('robot_account', { resource_id: resource.id, type: 'sftp', state: 3 }),
  account: await world.insert('offering_user', { offering_id: offering.id, user_id: user.id, username: 'account' }),
})

/** An offering with a compliance checklist. */
export const checkedOffering = async (world: World, customer: { id: string }, values: Record<string, unknown> = {}) => {
  const checklist = await world.insert('checklist', { name: 'Sample rules', checklist_type: 'offering_compliance' })
  const offering = await world.offering(customer, { ...values, compliance_checklist_id: checklist.id })
  return { checklist, offering }
}
