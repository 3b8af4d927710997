/** What `@flash/client` offers to programs outside this workspace. */
export { type Admission, type AdmissionQuestion, checkAdmission } from './admission.ts';
export {
  type Address,
  type Buyer,
  type BuyerOptions,
  type BuyerState,
  type BuyersSale,
  type Contact,
  createBuyer,
  type PreparedPayment,
  type Step,
} from './buyer.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
