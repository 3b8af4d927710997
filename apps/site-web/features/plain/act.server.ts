import { isId } from '@flash/shared-utils';
import type { PlainShop } from './shop.server.ts';

/** Does what a form asked for; the code of a refusal, or null when it worked. */
export async function act(shop: PlainShop, id: string, form: FormData): Promise<string | null> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const key = isId(field('key')) ? field('key') : undefined;
  const body = { flashSaleId: id };
  const account = { email: field('email'), password: String(form.get('password') ?? '') };
  const answer = await send();
  if (!answer) return null;
  if (!answer.ok) return answer.refusal.code;
  return 'twoFactorRedirect' in answer.value ? 'SECOND_STEP' : null;

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
      case 'signIn':
        return shop.signIn({ body: account });
      case 'signUp':
        return shop.signUp({ body: { ...account, name: field('name') } });
      case 'signOut':
        return shop.signOut({});
      default:
        return null;
    }
  }
}
