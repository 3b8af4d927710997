import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { withAddresses } from './embed.ts';

test('the element of another shop knows the addresses of this one, and leaves no name in the page', () => {
  const addresses = { api: 'https://api.shop.example', site: 'https://shop.example' };
  const page: { seen?: unknown } = {};
  runInNewContext(withAddresses('globalThis.seen = FLASH_SALE;', addresses), page);
  expect(page.seen).toEqual(addresses);
  expect(Object.keys(page)).toEqual(['seen']);
});

test('an address cannot end the script that it stands in', () => {
  const script = withAddresses('', { api: 'https://a.example/</script><script>x()', site: '' });
  expect(script).not.toContain('</script>');
});
