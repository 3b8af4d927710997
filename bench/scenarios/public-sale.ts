import type { Scenario } from '../bench.ts';
import { measureGets } from '../gets.ts';

/** The page that all buyers reload. */
export const publicSale: Scenario = {
  name: 'public-sale',
  async run(bench) {
    const saleId = await bench.createSale({ startingQuantity: 1_000 });
    const paths = {
      'public/sale': `/flash-sales/public/sale?flashSaleId=${saleId}`,
      line: `/flash-sales/${saleId}/line`,
    };
    const figures = [];
    for (const [what, path] of Object.entries(paths)) {
      const { requestsPerSecond, tool } = await measureGets(`${bench.api}${path}`);
      const goal = what === 'line' ? '–' : '≥ 15,000';
      figures.push({ what: `${what}, ${tool}`, value: requestsPerSecond, unit: '/s', goal });
    }
    return figures;
  },
};
