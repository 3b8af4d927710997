'use client';

import { Modal } from '@mantine/core';
import { PaletteForm } from './palette-form.tsx';

interface PaletteProps {
  isOpen: boolean;
  onClose: () => void;
  onHelp: () => void;
}

/** One field for everything: a sale by its name, a place, something to do. */
export function Palette({ isOpen, onClose, onHelp }: PaletteProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      padding={0}
      size="lg"
      yOffset="10dvh"
      centered={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Find and do">
        <PaletteForm onClose={onClose} onHelp={onHelp} />
      </Modal.Content>
    </Modal.Root>
  );
}
