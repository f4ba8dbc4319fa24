import { deleteAttachment, updateAttachment } from './attachments.ts'
import { createOrder } from './create-order.ts'
import { destroyOrder, patchOrder, unlinkOrder, updateOrder } from './edit-order.ts'
import { setOrderDone, setOrderErred, setOrderExecuting } from './execution.ts'
import { listOrders } from './list-orders.ts'
import { retrieveOrder } from './retrieve-order.ts'
import { approveByConsumer, approveByProvider, cancelOrder, rejectByConsumer, rejectByProvider } from './review.ts'
import { setConsumerInfo, setOrderBackendId, setProviderInfo } from './set-info.ts'

export { cancelPendingOrder, cancelWaiting } from './cancel-pending.ts'
export { requireFutureDate } from './checks/dates.ts'
export { checkKnownLimits, checkLimits } from './checks/limits.ts'
export { checkNewOptions } from './checks/options.ts'
export { findPlan } from './checks/plan.ts'
export { requireRestorable } from './checks/restore.ts'
export { isManagedBy, isProvidedBy, members } from './list-orders.ts'
export { OPEN_STATES, orderMachine, ORDER_TYPES, PENDING_STATES } from './machine.ts'
export { offeringAndPlanColumns, offeringAndPlanJoins } from './offering-and-plan.ts'
export { placeOrder, requireNoOpenOrder, type NewOrder, type Orderer } from './place-order.ts'
export { orderColumns, orderJoins } from './view.ts'
export { advanceWaitingOrders } from './waiting.ts'

export const orderHandlers = {
  marketplace_orders_list: listOrders,
  marketplace_orders_create: createOrder,
  marketplace_orders_retrieve: retrieveOrder,
  marketplace_orders_update: updateOrder,
  marketplace_orders_partial_update: patchOrder,
  marketplace_orders_destroy: destroyOrder,
  marketplace_orders_approve_by_consumer: approveByConsumer,
  marketplace_orders_reject_by_consumer: rejectByConsumer,
  marketplace_orders_approve_by_provider: approveByProvider,
  marketplace_orders_reject_by_provider: rejectByProvider,
  marketplace_orders_cancel: cancelOrder,
  marketplace_orders_set_state_executing: setOrderExecuting,
  marketplace_orders_set_state_done: setOrderDone,
  marketplace_orders_set_state_erred: setOrderErred,
  marketplace_orders_set_backend_id: setOrderBackendId,
  marketplace_orders_set_consumer_info: setConsumerInfo,
  marketplace_orders_set_provider_info: setProviderInfo,
  marketplace_orders_update_attachment: updateAttachment,
  marketplace_orders_delete_attachment: deleteAttachment,
  marketplace_orders_unlink: unlinkOrder,
} as const
