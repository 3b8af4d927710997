export { type Admission, checkAdmission } from './admission.ts';
export { type CallOptions, type Client, createClient, newKey, type Routes } from './api/client.ts';
export {
  type Answer,
  createHttp,
  type Http,
  type HttpRequest,
  type PaymentFault,
  type Refusal,
} from './api/http.ts';
export { createShopApi, routes, type ShopApi } from './api/shop-api.ts';
export {
  type Buyer,
  type BuyerState,
  createBuyer,
  type PreparedPayment,
  type Step,
} from './buyer.ts';
export {
  type Actions,
  type Controller,
  createController,
  noActions,
} from './purchase/controller.ts';
export type { Authorise } from './purchase/payment-run.ts';
export {
  type Action,
  initialPurchase,
  type Purchase,
  reduce,
  type ShopMail,
  shopMailOf,
  stockOf,
} from './purchase/purchase.ts';
export { createServerClock, learnTime, monotonicNow, type ServerClock } from './server-clock.ts';
export { createMemory, type Memory } from './storage.ts';
export { createStore, type Store } from './store.ts';
