import { z } from 'zod'
import { anyJson, bool, date, integer, text, timestamp, url, uuid } from '../wire.ts'

const int64 = () => integer().meta({ type: 'integer', format: 'int64' })

export const NestedEndpoint = z
  .object({
    uuid: uuid(),
    name: text(),
    url: text(),
  })
  .partial()
  .meta({ id: 'NestedEndpoint' })

export const CatalogSummary = z
  .object({
    uuid: uuid(),
    name: text(),
    version: text(),
    description: text(),
  })
  .partial()
  .meta({ id: 'CatalogSummary' })

export const PartitionSummary = z
  .object({
    uuid: uuid(),
    partition_name: text(),
    priority_tier: integer().nullable(),
    qos: text(),
  })
  .partial()
  .meta({ id: 'PartitionSummary' })

export const NestedSoftwareCatalog = z
  .object({
    uuid: uuid(),
    catalog: CatalogSummary,
    enabled_cpu_family: anyJson(),
    enabled_cpu_microarchitectures: anyJson(),
    package_count: integer(),
    partition: PartitionSummary.nullable(),
  })
  .partial()
  .meta({ id: 'NestedSoftwareCatalog' })

export const NestedPartition = z
  .object({
    uuid: uuid(),
    partition_name: text(),
    cpu_bind: integer().nullable(),
    def_cpu_per_gpu: integer().nullable(),
    max_cpus_per_node: integer().nullable(),
    max_cpus_per_socket: integer().nullable(),
    def_mem_per_cpu: int64().nullable(),
    def_mem_per_gpu: int64().nullable(),
    def_mem_per_node: int64().nullable(),
    max_mem_per_cpu: int64().nullable(),
    max_mem_per_node: int64().nullable(),
    default_time: integer().nullable(),
    max_time: integer().nullable(),
    grace_time: integer().nullable(),
    max_nodes: integer().nullable(),
    min_nodes: integer().nullable(),
    exclusive_topo: bool(),
    exclusive_user: bool(),
    priority_tier: integer().nullable(),
    qos: text(),
    req_resv: bool(),
  })
  .partial()
  .meta({ id: 'NestedPartition' })

export const OfferingPartition = z
  .object({
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    offering: uuid(),
    offering_name: text(),
    partition_name: text(),
    cpu_bind: integer().nullable().optional(),
    def_cpu_per_gpu: integer().nullable().optional(),
    max_cpus_per_node: integer().nullable().optional(),
    max_cpus_per_socket: integer().nullable().optional(),
    def_mem_per_cpu: int64().nullable().optional(),
    def_mem_per_gpu: int64().nullable().optional(),
    def_mem_per_node: int64().nullable().optional(),
    max_mem_per_cpu: int64().nullable().optional(),
    max_mem_per_node: int64().nullable().optional(),
    default_time: integer().nullable().optional(),
    max_time: integer().nullable().optional(),
    grace_time: integer().nullable().optional(),
    max_nodes: integer().nullable().optional(),
    min_nodes: integer().nullable().optional(),
    exclusive_topo: bool().optional(),
    exclusive_user: bool().optional(),
    priority_tier: integer().nullable().optional(),
    qos: text().optional(),
    req_resv: bool().optional(),
  })
  .meta({ id: 'OfferingPartition' })

export const NestedRole = z
  .object({
    uuid: uuid(),
    name: text(),
    url: url(),
  })
  .partial()
  .meta({ id: 'NestedRole' })

export const NestedScreenshot = z
  .object({
    name: text(),
    uuid: uuid(),
    description: text(),
    image: url(),
    thumbnail: url().nullable(),
    created: timestamp(),
  })
  .partial()
  .meta({ id: 'NestedScreenshot' })

export const CoreStates = z
  .enum([
    'CREATION_SCHEDULED',
    'CREATING',
    'UPDATE_SCHEDULED',
    'UPDATING',
    'DELETION_SCHEDULED',
    'DELETING',
    'OK',
    'ERRED',
  ])
  .meta({ id: 'CoreStates' })

export const NestedOfferingFile = z
  .object({
    name: text(),
    created: timestamp(),
    file: url(),
  })
  .partial()
  .meta({ id: 'NestedOfferingFile' })

export const Quota = z
  .object({
    name: text(),
    usage: integer(),
    limit: integer(),
  })
  .partial()
  .meta({ id: 'Quota' })

export const NestedTag = z
  .object({
    uuid: uuid(),
    name: text(),
  })
  .partial()
  .meta({ id: 'NestedTag' })

export const AgentTypeEnum = z
  .enum(['Order processing', 'Usage reporting', 'Glauth sync', 'Resource sync', 'Event processing', 'unknown'])
  .meta({ id: 'AgentTypeEnum' })

export const IntegrationStatus = z
  .object({
    agent_type: AgentTypeEnum,
    status: text(),
    last_request_timestamp: timestamp().nullable(),
    service_name: text(),
  })
  .partial()
  .meta({ id: 'IntegrationStatus' })

export const DiscountTypeEnum = z.enum(['discount', 'special_price']).meta({ id: 'DiscountTypeEnum' })

export const NestedCampaign = z
  .object({
    uuid: uuid(),
    name: text(),
    start_date: date(),
    end_date: date(),
    discount_type: DiscountTypeEnum,
    discount: integer(),
    stock: integer().nullable(),
    description: text(),
    months: integer(),
    service_provider: url(),
  })
  .partial()
  .meta({ id: 'NestedCampaign' })
