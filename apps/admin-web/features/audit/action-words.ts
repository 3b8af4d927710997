const known: Record<string, string> = {
  'sale.create': 'Made the sale',
  'sale.edit': 'Edited the sale',
  'sale.pause': 'Paused the sale',
  'sale.resume': 'Resumed the sale',
  'sale.end': 'Ended the sale',
  'sale.archive': 'Archived the sale',
  'sale.delete': 'Deleted the sale',
  'sale.message': 'Wrote to the line',
  'sale.stock': 'Changed the stock',
  'sale.picture': 'Changed the picture',
  'buyer.release': 'Took a reservation back',
  'buyer.remove': 'Removed a place',
  'order.refund': 'Refunded an order',
  'orders.export': 'Exported orders',
  'audit.export': 'Exported the audit log',
  'queue.act': 'Acted in the queue monitor',
  'member.add': 'Added a member',
  'member.change': 'Changed a role',
  'member.remove': 'Removed a member',
  'member.reset': 'Made a link for a new password',
  'member.new_password': 'Chose a new password by a link',
  'team.set_up': 'Became the first owner by the set-up link',
  'team.open_sign_up': 'Became an owner by open sign-up',
  'invitation.create': 'Invited somebody',
  'invitation.change': 'Changed an invitation',
  'invitation.accept': 'Accepted an invitation',
  'invitation.revoke': 'Took an invitation back',
  'privacy.export': 'Exported a buyer’s data',
  'privacy.forget': 'Forgot a buyer',
};

/** What was done, as a sentence about who did it; an action of tomorrow shows its own name. */
export const actionWords = (action: string): string => known[action] ?? action;

export const knownActions = Object.entries(known).map(([value, label]) => ({ value, label }));
