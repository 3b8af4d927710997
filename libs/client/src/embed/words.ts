import type { Step } from '../buyer.ts';

export interface Words extends Record<Step, string> {
  time: string;
  free: string;
  inLine: string;
  email: string;
  join: string;
  joinAgain: string;
  pay: string;
  newTab: string;
  leave: string;
  offline: string;
  codeFailed: string;
}

const en: Words = {
  loading: 'Loading …',
  missing: 'This sale does not exist.',
  upcoming: 'The line opens soon.',
  open: 'The line is open.',
  waiting: 'You are number {position} in line.',
  held: 'It is your turn. One unit is reserved for you.',
  paying: 'Your payment is being processed.',
  paid: 'Order confirmed.',
  expired: 'Your reservation has expired.',
  left: 'You have left the line.',
  removed: 'You were removed from this sale.',
  sold_out: 'Sold out.',
  ended: 'The sale has ended.',
  time: 'Time left to pay',
  free: '{count} available',
  inLine: '{count} in line',
  email: 'E-mail',
  join: 'Join the line',
  joinAgain: 'Join again',
  pay: 'Go to payment',
  newTab: 'opens a new tab',
  leave: 'Give up my place',
  offline: 'No connection. This is the last known state.',
  codeFailed: 'Your place could not be opened for payment. Try again.',
};

const de: Words = {
  loading: 'Wird geladen …',
  missing: 'Diesen Verkauf gibt es nicht.',
  upcoming: 'Die Schlange öffnet bald.',
  open: 'Die Schlange ist offen.',
  waiting: 'Sie sind Nummer {position} in der Schlange.',
  held: 'Sie sind dran. Ein Stück ist für Sie reserviert.',
  paying: 'Ihre Zahlung wird verarbeitet.',
  paid: 'Bestellung bestätigt.',
  expired: 'Ihre Reservierung ist abgelaufen.',
  left: 'Sie haben die Schlange verlassen.',
  removed: 'Sie wurden aus diesem Verkauf entfernt.',
  sold_out: 'Ausverkauft.',
  ended: 'Der Verkauf ist beendet.',
  time: 'Zeit zum Bezahlen',
  free: '{count} verfügbar',
  inLine: '{count} in der Schlange',
  email: 'E-Mail',
  join: 'Anstellen',
  joinAgain: 'Noch einmal anstellen',
  pay: 'Zur Zahlung',
  newTab: 'öffnet einen neuen Tab',
  leave: 'Platz aufgeben',
  offline: 'Keine Verbindung. Dies ist der letzte bekannte Stand.',
  codeFailed: 'Ihr Platz konnte nicht zum Bezahlen geöffnet werden. Versuchen Sie es noch einmal.',
};

const ar: Words = {
  loading: 'جارٍ التحميل …',
  missing: 'هذا العرض غير موجود.',
  upcoming: 'سيفتح الطابور قريبًا.',
  open: 'الطابور مفتوح.',
  waiting: 'أنت رقم {position} في الطابور.',
  held: 'حان دورك. وحدة واحدة محجوزة لك.',
  paying: 'تجري معالجة الدفع.',
  paid: 'تم تأكيد الطلب.',
  expired: 'انتهى حجزك.',
  left: 'لقد غادرت الطابور.',
  removed: 'أُزلت من هذا العرض.',
  sold_out: 'نفدت الكمية.',
  ended: 'انتهى العرض.',
  time: 'الوقت المتبقي للدفع',
  free: '{count} متاح',
  inLine: '{count} في الطابور',
  email: 'البريد الإلكتروني',
  join: 'انضم إلى الطابور',
  joinAgain: 'انضم مرة أخرى',
  pay: 'إلى الدفع',
  newTab: 'يفتح في علامة تبويب جديدة',
  leave: 'التخلي عن مكاني',
  offline: 'لا يوجد اتصال. هذه آخر حالة معروفة.',
  codeFailed: 'تعذر فتح مكانك للدفع. حاول مرة أخرى.',
};

export const languages = { en, de, ar };
export type Language = keyof typeof languages;

/** The first part of a language tag, if there are words in it. */
export function languageOf(tag: string | null | undefined): Language {
  const [first = ''] = (tag ?? '').toLowerCase().split('-');
  return Object.hasOwn(languages, first) ? (first as Language) : 'en';
}
