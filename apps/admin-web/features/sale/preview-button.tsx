import type { Answer } from '@flash/client';
import type { AdminSale } from '@flash/shared-types';
import { Button, Modal, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { previewInShop } from '../../lib/shop-url.ts';
import { RefusalAlert } from '../kit/forms.tsx';
import { ShownSecret } from '../kit/shown-once.tsx';
import { When } from '../kit/when.tsx';

type Made = Answer<{ token: string; expiresAt: string }>;

interface PreviewButtonProps {
  sale: AdminSale;
  /** Address of the shop. */
  shop: string;
}

/** Makes a link that shows a draft as buyers will see it, to people without an account, too. */
export function PreviewButton({ sale: { id }, shop }: PreviewButtonProps) {
  const { team } = useMember();
  const [made, setMade] = useState<Made | null>(null);
  const [isBusy, setBusy] = useState(false);
  const close = () => setMade(null);
  const make = async () => {
    setBusy(true);
    setMade(await team.makePreview({ params: { id } }));
    setBusy(false);
  };
  return (
    <>
      <Button variant="default" loading={isBusy} onClick={() => void make()}>
        Preview link
      </Button>
      <Modal
        opened={made !== null}
        onClose={close}
        title="Preview of this draft"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {made && <PreviewLink made={made} shop={shop} onClose={close} />}
      </Modal>
    </>
  );
}

interface PreviewLinkProps {
  made: Made;
  shop: string;
  onClose: () => void;
}

function PreviewLink({ made, shop, onClose }: PreviewLinkProps) {
  if (!made.ok) {
    return <RefusalAlert refusal={made.refusal} />;
  }
  const { token, expiresAt } = made.value;
  const url = previewInShop(shop, token);
  return (
    <ShownSecret
      label="Link"
      value={url}
      hint={
        <>
          Works until <When at={expiresAt} />.
        </>
      }
      action={
        <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default">
          Open ↗<VisuallyHidden>, opens a new tab</VisuallyHidden>
        </Button>
      }
      onClose={onClose}
    >
      Anyone with this link sees the draft as the shop will show it. Nothing can be bought.
    </ShownSecret>
  );
}
