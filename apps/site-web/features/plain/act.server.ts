import { isId } from '@flash/shared-utils';
import type { PlainShop } from './shop.server.ts';

/** Does what a form asked for; the code of a refusal, or null when it worked. */
export async function act(shop: PlainShop, id: string, form: FormData): Promise<string | null> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const key = isId(field('key')) ? field('key') : undefined;
  const body = { flashSaleId: id };
  const answer = await send();
  return answer && !answer.ok ? answer.refusal.code : null;

  async function send() {
    switch (field('do')) {
      case 'join':
        return shop.buy({ body: { ...body, email: field('email') || undefined }, key });
      case 'confirm':
        return shop.confirm({ body, key });
      case 'extend':
        return shop.extend({ body, key });
      case 'leave':
        return shop.leave({ body, key });
      default:
        return null;
    }
  }
}
