import { type Client, createClient, type Routes } from './client.ts';
import { createHttp, type Http } from './http.ts';

/** The endpoints that a buyer's browser calls. */
export const routes = {
  time: ['GET', '/time'],
  publicSales: ['GET', '/flash-sales/public'],
  publicSale: ['GET', '/flash-sales/public/sale'],
  preview: ['GET', '/flash-sales/preview'],
  line: ['GET', '/flash-sales/:id/line'],
  position: ['GET', '/orders/position'],
  buy: ['POST', '/orders/buy'],
  confirm: ['POST', '/orders/confirm'],
  preparePayment: ['POST', '/orders/payment'],
  extend: ['POST', '/orders/extend'],
  leave: ['POST', '/orders/leave'],
  makeDeviceCode: ['POST', '/orders/device-code'],
  deviceCode: ['GET', '/orders/device-code'],
  mailWish: ['GET', '/orders/mail'],
  setMail: ['POST', '/orders/mail'],
  mailReturn: ['POST', '/orders/mail/returned'],
  openByCode: ['POST', '/orders/device-code/use'],
  myOrders: ['GET', '/orders/by-email'],
  receipt: ['GET', '/orders/:orderId'],
  signIn: ['POST', '/api/auth/sign-in/email'],
  signUp: ['POST', '/api/auth/sign-up/email'],
  signOut: ['POST', '/api/auth/sign-out'],
  askForPassword: ['POST', '/api/auth/request-password-reset'],
  choosePassword: ['POST', '/api/auth/reset-password'],
  sendAddressLink: ['POST', '/api/auth/address/send-link'],
  proveAddress: ['POST', '/api/auth/address/prove'],
  getSession: ['GET', '/api/auth/get-session'],
  exportAccount: ['GET', '/api/auth/account/data'],
  deleteAccount: ['POST', '/api/auth/account/delete'],
} as const satisfies Routes;

/** Everything personal is proven by cookies of the API, which scripts cannot read. */
export interface ShopApi extends Client<typeof routes> {
  base: string;
}

export function createShopApi(base: string, http: Http = createHttp(base)): ShopApi {
  return { base, ...createClient(http, routes) };
}
