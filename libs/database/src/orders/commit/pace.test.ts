import { describe, expect, test } from 'vitest';
import { createPace } from './pace.ts';

describe('sharing a sale with rivals', () => {
  test('shrinks with every clash, so that in the end a small batch gets through, and grows back', async () => {
    const pace = createPace(200);
    await pace.after('clash', 64);
    expect(pace.size()).toBe(32);
    await pace.after('clash', 32);
    expect(pace.size()).toBe(16);
    await pace.after('nothing', 16);
    await pace.after('nothing', 32);
    await pace.after('nothing', 64);
    await pace.after('nothing', 128);
    expect(pace.size()).toBe(200);
  });

  test('never commits an empty batch', async () => {
    const pace = createPace(200);
    await pace.after('clash', 1);
    expect(pace.size()).toBe(1);
  });

  test('keeps batches whole and takes no rival for granted when the server failed', async () => {
    const pace = createPace(200);
    await pace.after('fault', 64);
    expect(pace.size()).toBe(200);
    expect(pace.isContended()).toBe(false);
  });

  test('passes the turnstile after a clash, and keeps batches whole where it was only busy', async () => {
    const pace = createPace(200);
    expect(pace.isContended()).toBe(false);
    await pace.after('busy', 64);
    expect(pace.isContended()).toBe(true);
    expect(pace.size()).toBe(200);
  });
});
