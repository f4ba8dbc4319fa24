export { audit } from './audit.ts'
export {
  describeActor,
  describeUser,
  emitEvent,
  SYSTEM,
  userContext,
  type EventScope,
  type EventSource,
} from './emit.ts'
