import { adminSaleExample, buyer, saleId } from '../examples.ts';
import {
  buyerBody,
  buyerControlAnswer,
  controlAnswer,
  messageBody,
  placesEndBody,
  placesEnded,
  placesPreview,
  placesPreviewBody,
  reasonBody,
  stockAnswer,
  stockBody,
} from '../sale/control.ts';
import { saleParams } from '../sale/sale.ts';
import { endpoint } from './endpoint.ts';

const params = { id: saleId };
const reason = 'The payment provider is slow';

const networkExample = 'pM2fTq0aR7xW.c1LnQ2xhc3Np';
const placesExample = {
  flashSaleId: saleId,
  action: 'remove',
  hasMore: false,
  joinedTo: '2026-06-01T10:12:00.000Z',
} as const;

const control = (path: string, summary: string) =>
  endpoint({
    method: 'POST',
    path,
    role: 'operator',
    tag: 'Control',
    summary,
    params: saleParams,
    body: reasonBody,
    answer: controlAnswer,
    idempotent: true,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'RESTORING'],
    example: { params, body: { reason }, answer: { ok: true, sale: adminSaleExample } },
  });

const buyerControl = (path: string, summary: string) =>
  endpoint({
    method: 'POST',
    path,
    role: 'operator',
    tag: 'Control',
    summary,
    params: saleParams,
    body: buyerBody,
    answer: buyerControlAnswer,
    idempotent: true,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'BUYER_NOT_FOUND', 'BUYER_COMMITTED', 'RESTORING'],
    example: {
      params,
      body: { buyer, reason: 'Asked for by phone' },
      answer: { ok: true, flashSaleId: saleId, buyer, epoch: 1, n: 1_205 },
    },
  });

export const controlEndpoints = {
  pauseSale: control('/flash-sales/:id/pause', 'Stop handing out units; places and holds stay'),
  resumeSale: control('/flash-sales/:id/resume', 'Hand out units again'),
  endSale: control('/flash-sales/:id/end', 'End the sale now'),
  archiveSale: control('/flash-sales/:id/archive', 'Put an ended sale away for good'),
  messageSale: endpoint({
    method: 'POST',
    path: '/flash-sales/:id/message',
    role: 'operator',
    tag: 'Control',
    summary: 'Show a message to everyone in line; an empty one removes it',
    params: saleParams,
    body: messageBody,
    answer: controlAnswer,
    idempotent: true,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'RESTORING'],
    example: {
      params,
      body: { message: 'We go on at 12:15.', reason },
      answer: { ok: true, sale: { ...adminSaleExample, message: 'We go on at 12:15.' } },
    },
  }),
  adjustStock: endpoint({
    method: 'POST',
    path: '/flash-sales/:id/stock',
    role: 'operator',
    tag: 'Control',
    summary: 'Add units, or remove available ones',
    params: saleParams,
    body: stockBody,
    answer: stockAnswer,
    idempotent: true,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'STOCK_COMMITTED', 'RESTORING'],
    example: {
      params,
      body: { by: 50, reason: 'A late delivery' },
      answer: {
        ok: true,
        sale: { ...adminSaleExample, stock: 550, currentQuantity: 362 },
        change: { id: 'stock-1', by: 50, state: 'done', floor: null },
      },
    },
  }),
  releaseHold: buyerControl('/flash-sales/:id/release', 'Take a hold back and free its unit'),
  removePlace: buyerControl('/flash-sales/:id/remove', 'Take a buyer out of the line'),
  previewPlaces: endpoint({
    method: 'POST',
    path: '/flash-sales/:id/places/preview',
    role: 'operator',
    tag: 'Control',
    summary: 'Count the places of a network, a time of joining or a pattern of the e-mail address',
    params: saleParams,
    body: placesPreviewBody,
    answer: placesPreview,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'RESTORING'],
    example: {
      params,
      body: { action: 'remove', network: networkExample },
      answer: { ...placesExample, places: 412, waiting: 380, held: 32, paying: 1 },
    },
  }),
  endPlaces: endpoint({
    method: 'POST',
    path: '/flash-sales/:id/places/end',
    role: 'operator',
    tag: 'Control',
    summary: 'Release or remove these places, after their number was seen',
    params: saleParams,
    body: placesEndBody,
    answer: placesEnded,
    idempotent: true,
    fresh: true,
    errors: ['SALE_NOT_FOUND', 'SALE_STATE', 'PLACES_CHANGED', 'RESTORING'],
    example: {
      params,
      body: {
        action: 'remove',
        network: networkExample,
        joinedTo: placesExample.joinedTo,
        expected: 412,
        reason: 'One person with many addresses',
      },
      answer: {
        ok: true,
        flashSaleId: saleId,
        action: 'remove',
        ended: 410,
        skipped: 2,
        hasMore: false,
      },
    },
  }),
};
