import { describe, expect, test } from 'vitest';
import { contactOf, faultOf } from './contact.ts';

describe('the details of a buyer', () => {
  test.each(['', ' ', '+49 30 901820', '(030) 90-18/20', '030.901.820', '٠١٢٣٤٥٦٧', '+1‑555‑0100'])(
    'may have the phone number "%s"',
    (phone) => {
      expect(faultOf({ name: 'Ada', phone })).toBeNull();
    },
  );

  test.each(['abc', '12', '+', '123456x', '030 1234 ext. 5', '49+3090182'])(
    'may not have the phone number "%s"',
    (phone) => {
      expect(faultOf({ name: 'Ada', phone })).toEqual({ field: 'phone', key: 'phoneFault' });
    },
  );

  test('need a name beside a phone number, which would be lost without it', () => {
    expect(faultOf({ name: ' ', phone: '+49 30 901820' })?.field).toBe('name');
    expect(faultOf({ name: '', phone: '' })).toBeNull();
  });

  test('are sent without blanks around them, and not at all without a name', () => {
    expect(contactOf({ name: ' Ada ', phone: ' 030 901820 ' })).toEqual({
      name: 'Ada',
      phone: '030 901820',
    });
    expect(contactOf({ name: 'Ada', phone: ' ' })).toEqual({ name: 'Ada', phone: null });
    expect(contactOf({ name: ' ', phone: '' })).toBeUndefined();
  });
});
