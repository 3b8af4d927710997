import { defineFlashSale } from './element.ts';

/** Put in by the API that serves this file: `{api, site}`. */
declare const FLASH_SALE: { api: string; site: string };

defineFlashSale(FLASH_SALE);
