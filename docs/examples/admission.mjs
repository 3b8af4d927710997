// API=… SALE=… TICKET=… node admission.mjs: whether it is this visitor's turn. Exit code 0 means yes.
import { checkAdmission } from '@flash/client';

const { API, SALE, TICKET } = process.env;
const admission = await checkAdmission({ api: API, saleId: SALE, ticket: TICKET });
console.log(JSON.stringify(admission));
process.exit(admission.admitted ? 0 : 1);
