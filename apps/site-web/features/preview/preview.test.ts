import { endpoints, type SalePreview } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { screenOf } from '../purchase/state/screen.ts';
import { purchaseOf } from './preview-page.tsx';

const preview = endpoints.preview.answer.parse(endpoints.preview.example.answer) as SalePreview;
const NOW = Date.parse(preview.serverNow);

test('the preview of a draft shows the page that its times would give it', () => {
  const shown = (phase: SalePreview['item']['phase']) =>
    screenOf(purchaseOf({ ...preview, item: { ...preview.item, phase } }), NOW);
  expect([shown('scheduled'), shown('lobby'), shown('open'), shown('ended')]).toEqual([
    'upcoming',
    'joinLobby',
    'join',
    'ended',
  ]);
});

test('the whole stock of a draft is free', () => {
  const { line, sale } = purchaseOf(preview);
  expect(line).toMatchObject({ free: sale?.stock, held: 0, sold: 0, waiting: 0 });
});
