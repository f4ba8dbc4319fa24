export { paymentProfileJson } from './payment-profile-json.ts'
