import type { PrivacyForgotten } from '@flash/shared-types';

/** What was deleted just now, so that the person can be told. */
export function forgottenWords(done: PrivacyForgotten): string {
  const { account, orders, blocks, audit } = done;
  if (!account && orders + blocks + audit === 0) {
    return 'There was no personal data for this address.';
  }
  const parts = [
    ...(account ? ['the account'] : []),
    ...(orders > 0 ? [`the buyer of ${orders === 1 ? '1 order' : `${orders} orders`}`] : []),
    ...(blocks > 0
      ? [`${blocks === 1 ? '1 link' : `${blocks} links`} from the public record`]
      : []),
    ...(audit > 0
      ? [`the address in ${audit === 1 ? '1 audit entry' : `${audit} audit entries`}`]
      : []),
  ];
  return `Deleted: ${parts.join(', ')}. The public audit record is unaffected.`;
}
