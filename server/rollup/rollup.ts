import type { Queryable } from '../db/database.ts'
import { foldAdded } from './fold-added.ts'
import { foldBills } from './fold-bills.ts'
import { foldUsage } from './fold-usage.ts'
import { lockAdded, lockTouched } from './lock.ts'

/** What a transaction touched; ids. */
export interface Touched {
  /** Resources of this provider (the customer that owns the offerings) in this project. */
  pairs: { provider_customer_id: string; project_id: string }[]
  resources: string[]
  projects: string[]
  offerings: string[]
  customers: string[]
  invoices: string[]
  /** Resources that were, or are no longer, terminated. */
  turned: string[]
}

/**
 * Notes for the roll-ups: a provider's projects and customers (sp_project, sp_customer, sp_total, sp_month), the use of
 * plans and projects (plan_total, project_total), and bills (invoice_project, invoice_offering, offering_income). A
 * transaction notes what it touched. `fold`, the last thing before commit, waits until it is alone with the
 * organizations concerned and recomputes in later statements, which therefore see what others committed meanwhile.
 */
export class Rollup {
  readonly #pairs = new Map<string, Touched['pairs'][number]>()
  readonly #resources = new Set<string>()
  readonly #added = new Set<string>()
  readonly #projects = new Set<string>()
  readonly #offerings = new Set<string>()
  readonly #customers = new Set<string>()
  readonly #invoices = new Set<string>()
  readonly #turned = new Set<string>()

  /**
   * Resources of this provider in this project came, went or changed; for those that `resource` cannot find. Those of
   * offerings without a provider count for their project alone.
   */
  pair(providerCustomerId: string | null, projectId: string): void {
    if (providerCustomerId === null) {
      this.project(projectId)
      return
    }
    this.#pairs.set(`${providerCustomerId}/${projectId}`, {
      provider_customer_id: providerCustomerId,
      project_id: projectId,
    })
  }

  /** A resource, its orders or its issues changed. */
  resource(resourceId: string): void {
    this.#resources.add(resourceId)
  }

  /**
   * A resource was inserted. What happens to it in the same transaction afterwards is named as well, also orders that are
   * done and issues.
   */
  added(resourceId: string): void {
    this.#added.add(resourceId)
  }

  /** A resource was terminated, or is in use again. */
  turned(resourceId: string): void {
    this.#resources.add(resourceId)
    this.#turned.add(resourceId)
  }

  /** Name, owner or removal of a project changed. */
  project(projectId: string): void {
    this.#projects.add(projectId)
  }

  /** Visibility or category of an offering changed. When its owner changed, name the old owner's pairs, too. */
  offering(offeringId: string): void {
    this.#offerings.add(offeringId)
  }

  /** The name of a customer changed. */
  customer(customerId: string): void {
    this.#customers.add(customerId)
  }

  /** Items of an invoice changed, or the invoice itself. */
  invoice(invoiceId: string): void {
    this.#invoices.add(invoiceId)
  }

  /** Recomputes everything noted. Must be the last statements of the transaction. */
  async fold(transaction: Queryable): Promise<void> {
    const touched: Touched = {
      pairs: [...this.#pairs.values()],
      resources: [...this.#resources, ...this.#added],
      projects: [...this.#projects],
      offerings: [...this.#offerings],
      customers: [...this.#customers],
      invoices: [...this.#invoices],
      turned: [...this.#turned],
    }
    const { invoices, turned, pairs, resources, projects, offerings, customers } = touched
    const changesBills = invoices.length + turned.length > 0
    const usage = [...resources, ...pairs, ...projects, ...offerings, ...customers].length
    if (!changesBills && usage === 0) return
    const [added] = this.#added
    if (added !== undefined && usage === 1 && !changesBills) {
      await lockAdded(transaction, added)
      if (!(await foldAdded(transaction, added))) await foldUsage(transaction, touched)
      return
    }
    await lockTouched(transaction, touched)
    if (usage > 0) await foldUsage(transaction, touched)
    if (changesBills) await foldBills(transaction, touched)
  }
}
