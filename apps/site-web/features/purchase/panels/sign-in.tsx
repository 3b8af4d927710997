import { SignInForm } from '../../account/sign-in-form.tsx';
import type { PanelProps } from '../purchase-panel.tsx';

/** A sale for accounts: the place belongs to the account, so it is there on every device. */
export function SignIn({ actions, shop }: PanelProps) {
  return <SignInForm shop={shop} onDone={actions.recognise} />;
}
