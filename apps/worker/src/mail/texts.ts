import type { SaleMailKind } from '@flash/database';

export const mailLocales = ['en', 'de', 'ar'] as const;
export type MailLocale = (typeof mailLocales)[number];

export function mailLocaleOf(tag: string): MailLocale {
  return mailLocales.find((one) => tag === one) ?? 'en';
}

/** Everything that a mail may say, already as people read it. */
export interface MailFacts {
  sale: string;
  /** The sale's page. */
  link: string;
  /** True: the link is a secret that opens the place on any device. */
  isPrivate: boolean;
  /** Until when the unit is kept; empty where there is no hold. */
  until: string;
  price: string;
  order: {
    code: string;
    total: string;
    at: string;
    receipt: string;
    /** Money was or is being sent back; false: it was never taken. */
    isMoneyBack: boolean;
    /** As on a label, line by line; empty where nothing is delivered. */
    label: string;
  } | null;
  /** Who sells: name, address, tax line; empty where the shop says nothing. */
  seller: string;
}

export interface MailText {
  subject: string;
  text: string;
}

type Words = Record<SaleMailKind, (facts: MailFacts) => { subject: string; lines: string[] }> & {
  /** Why the reader gets this: mails about a place are asked for, those about an order are part of it. */
  why: Record<'asked' | 'once' | 'order', string>;
  seller: string;
  deliverTo: string;
};

const noOrder = { code: '', total: '', at: '', receipt: '', isMoneyBack: false, label: '' };

const en: Words = {
  placed: ({ sale, link, isPrivate }) => ({
    subject: `Your place in line: ${sale}`,
    lines: [
      `You are in line for ${sale}. Your place is kept; you can close the page.`,
      'We write to this address when it is your turn, shortly before your reservation ends, and when it has ended.',
      `Your place: ${link}`,
      isPrivate
        ? 'This link opens your place on any device. Keep it to yourself: anyone who has it can pay for your place or give it up.'
        : 'On another device, sign in with your account.',
    ],
  }),
  turn: ({ sale, link, until, price }) => ({
    subject: `It is your turn: ${sale}`,
    lines: [
      `One unit of ${sale} is reserved for you until ${until}.`,
      `Price: ${price}`,
      `Confirm your order before then: ${link}`,
      'Otherwise it goes to the next person in line.',
    ],
  }),
  ending: ({ sale, link, until }) => ({
    subject: `Your reservation ends soon: ${sale}`,
    lines: [
      `Your reservation of ${sale} ends on ${until}.`,
      `To buy it, confirm your order before then: ${link}`,
    ],
  }),
  expired: ({ sale, link }) => ({
    subject: `Your reservation has expired: ${sale}`,
    lines: [
      `Your reservation of ${sale} has expired, and the unit was released. You were not charged.`,
      `While the sale is open you can join the line again: ${link}`,
    ],
  }),
  order: ({ sale, order }) => {
    const { code, total, at, receipt } = order ?? noOrder;
    return {
      subject: `Your order ${code}: ${sale}`,
      lines: [
        'Thank you. Your order is confirmed.',
        [`Order: ${code}`, `Item: ${sale}`, `Total: ${total}`, `Ordered: ${at}`].join('\n'),
        `Your receipt (open it in the browser you ordered with): ${receipt}`,
      ],
    };
  },
  refund: ({ sale, order }) => {
    const { code, total, isMoneyBack } = order ?? noOrder;
    return {
      subject: isMoneyBack
        ? `Refund for your order ${code}: ${sale}`
        : `Your order ${code} was cancelled: ${sale}`,
      lines: isMoneyBack
        ? [
            `We are refunding your order ${code} of ${sale}: ${total}.`,
            'The money goes back the way you paid. Depending on your bank, this can take a few days.',
          ]
        : [`Your order ${code} of ${sale} was cancelled. You are not charged for it.`],
    };
  },
  returned: ({ sale, link, price }) => ({
    subject: `Available again: ${sale}`,
    lines: [
      `${sale} was sold out, and now a unit is available again.`,
      `Price: ${price}`,
      `Join the line: ${link}`,
      'The unit is not reserved for you: the first to join gets it.',
    ],
  }),
  why: {
    once: 'You get this e-mail because your address was entered on the page of the sold-out sale. It is the only one: your address is now deleted from that list.',
    asked:
      'You get this e-mail because you asked for it on the page of your place in line. You can stop it there.',
    order: 'This e-mail is part of your order.',
  },
  seller: 'Seller',
  deliverTo: 'Deliver to',
};

const de: Words = {
  placed: ({ sale, link, isPrivate }) => ({
    subject: `Ihr Platz in der Schlange: ${sale}`,
    lines: [
      `Sie stehen in der Schlange für ${sale}. Ihr Platz ist gespeichert; Sie können die Seite schließen.`,
      'Wir schreiben an diese Adresse, wenn Sie dran sind, kurz bevor Ihre Reservierung endet und wenn sie abgelaufen ist.',
      `Ihr Platz: ${link}`,
      isPrivate
        ? 'Dieser Link öffnet Ihren Platz auf jedem Gerät. Geben Sie ihn nicht weiter: Wer ihn hat, kann für Ihren Platz zahlen oder ihn aufgeben.'
        : 'Melden Sie sich auf einem anderen Gerät mit Ihrem Konto an.',
    ],
  }),
  turn: ({ sale, link, until, price }) => ({
    subject: `Sie sind dran: ${sale}`,
    lines: [
      `Ein Stück ${sale} ist für Sie reserviert bis ${until}.`,
      `Preis: ${price}`,
      `Bestätigen Sie bis dahin Ihre Bestellung: ${link}`,
      'Sonst geht es an die nächste Person in der Schlange.',
    ],
  }),
  ending: ({ sale, link, until }) => ({
    subject: `Ihre Reservierung endet bald: ${sale}`,
    lines: [
      `Ihre Reservierung von ${sale} endet am ${until}.`,
      `Wenn Sie kaufen möchten, bestätigen Sie bis dahin Ihre Bestellung: ${link}`,
    ],
  }),
  expired: ({ sale, link }) => ({
    subject: `Ihre Reservierung ist abgelaufen: ${sale}`,
    lines: [
      `Ihre Reservierung von ${sale} ist abgelaufen, und das Stück wurde freigegeben. Es wurde nichts berechnet.`,
      `Solange der Verkauf läuft, können Sie sich wieder anstellen: ${link}`,
    ],
  }),
  order: ({ sale, order }) => {
    const { code, total, at, receipt } = order ?? noOrder;
    return {
      subject: `Ihre Bestellung ${code}: ${sale}`,
      lines: [
        'Vielen Dank. Ihre Bestellung ist bestätigt.',
        [`Bestellung: ${code}`, `Artikel: ${sale}`, `Summe: ${total}`, `Bestellt: ${at}`].join(
          '\n',
        ),
        `Ihr Beleg (öffnen Sie ihn in dem Browser, mit dem Sie bestellt haben): ${receipt}`,
      ],
    };
  },
  refund: ({ sale, order }) => {
    const { code, total, isMoneyBack } = order ?? noOrder;
    return {
      subject: isMoneyBack
        ? `Erstattung für Ihre Bestellung ${code}: ${sale}`
        : `Ihre Bestellung ${code} wurde storniert: ${sale}`,
      lines: isMoneyBack
        ? [
            `Wir erstatten Ihre Bestellung ${code} (${sale}): ${total}.`,
            'Das Geld kommt auf dem Weg zurück, auf dem Sie bezahlt haben. Je nach Bank kann das einige Tage dauern.',
          ]
        : [`Ihre Bestellung ${code} (${sale}) wurde storniert. Sie wird Ihnen nicht berechnet.`],
    };
  },
  returned: ({ sale, link, price }) => ({
    subject: `Wieder verfügbar: ${sale}`,
    lines: [
      `${sale} war ausverkauft, jetzt ist wieder ein Stück verfügbar.`,
      `Preis: ${price}`,
      `Hier anstellen: ${link}`,
      'Das Stück ist nicht für Sie reserviert: Wer sich zuerst anstellt, bekommt es.',
    ],
  }),
  why: {
    once: 'Sie erhalten diese E-Mail, weil Ihre Adresse auf der Seite des ausverkauften Verkaufs eingetragen wurde. Es ist die einzige: Ihre Adresse ist jetzt von dieser Liste gelöscht.',
    asked:
      'Sie erhalten diese E-Mail, weil Sie sie auf der Seite Ihres Platzes angefordert haben. Dort können Sie sie abbestellen.',
    order: 'Diese E-Mail gehört zu Ihrer Bestellung.',
  },
  seller: 'Verkäufer',
  deliverTo: 'Lieferadresse',
};

const ar: Words = {
  placed: ({ sale, link, isPrivate }) => ({
    subject: `مكانك في الطابور: ${sale}`,
    lines: [
      `أنت في طابور ${sale}. مكانك محفوظ، ويمكنك إغلاق الصفحة.`,
      'سنكتب إلى هذا العنوان عندما يحين دورك، وقبل انتهاء حجزك بقليل، وعند انتهائه.',
      `مكانك: ${link}`,
      isPrivate
        ? 'يفتح هذا الرابط مكانك على أي جهاز. لا تشاركه مع أحد: من يملكه يمكنه الدفع عن مكانك أو التخلي عنه.'
        : 'على جهاز آخر، سجّل الدخول بحسابك.',
    ],
  }),
  turn: ({ sale, link, until, price }) => ({
    subject: `حان دورك: ${sale}`,
    lines: [
      `وحدة واحدة من ${sale} محجوزة لك حتى ${until}.`,
      `السعر: ${price}`,
      `أكّد طلبك قبل ذلك: ${link}`,
      'وإلا تذهب إلى الشخص التالي في الطابور.',
    ],
  }),
  ending: ({ sale, link, until }) => ({
    subject: `ينتهي حجزك قريبًا: ${sale}`,
    lines: [`ينتهي حجزك لـ ${sale} في ${until}.`, `للشراء، أكّد طلبك قبل ذلك: ${link}`],
  }),
  expired: ({ sale, link }) => ({
    subject: `انتهى حجزك: ${sale}`,
    lines: [
      `انتهى حجزك لـ ${sale} وأُتيحت الوحدة لغيرك. لم يُخصم شيء.`,
      `ما دام العرض مفتوحًا يمكنك الانضمام إلى الطابور من جديد: ${link}`,
    ],
  }),
  order: ({ sale, order }) => {
    const { code, total, at, receipt } = order ?? noOrder;
    return {
      subject: `طلبك ${code}: ${sale}`,
      lines: [
        'شكرًا لك. تم تأكيد طلبك.',
        [`الطلب: ${code}`, `المنتج: ${sale}`, `الإجمالي: ${total}`, `وقت الطلب: ${at}`].join('\n'),
        `إيصالك (افتحه في المتصفح الذي طلبت منه): ${receipt}`,
      ],
    };
  },
  refund: ({ sale, order }) => {
    const { code, total, isMoneyBack } = order ?? noOrder;
    return {
      subject: isMoneyBack ? `استرداد مبلغ طلبك ${code}: ${sale}` : `أُلغي طلبك ${code}: ${sale}`,
      lines: isMoneyBack
        ? [
            `نعيد إليك مبلغ طلبك ${code} (${sale}): ${total}.`,
            'يعود المال بالطريقة التي دفعت بها. قد يستغرق ذلك بضعة أيام بحسب البنك.',
          ]
        : [`أُلغي طلبك ${code} (${sale}). لن يُخصم منك ثمنه.`],
    };
  },
  returned: ({ sale, link, price }) => ({
    subject: `متوفر من جديد: ${sale}`,
    lines: [
      `نفد ${sale}، والآن توفرت وحدة من جديد.`,
      `السعر: ${price}`,
      `انضم إلى الطابور: ${link}`,
      'الوحدة ليست محجوزة لك: يحصل عليها أول من ينضم.',
    ],
  }),
  why: {
    once: 'تصلك هذه الرسالة لأن عنوانك أُدخل في صفحة العرض الذي نفد. إنها الرسالة الوحيدة: حُذف عنوانك الآن من تلك القائمة.',
    asked: 'تصلك هذه الرسالة لأنك طلبتها في صفحة مكانك في الطابور. يمكنك إيقافها هناك.',
    order: 'هذه الرسالة جزء من طلبك.',
  },
  seller: 'البائع',
  deliverTo: 'عنوان التوصيل',
};

const words: Record<MailLocale, Words> = { en, de, ar };

/** Mails about an order are part of it; all others were asked for. */
export const isOfOrder = (kind: SaleMailKind) => kind === 'order' || kind === 'refund';

/** Plain text: it reads the same everywhere, and loads nothing. */
export function textOf(kind: SaleMailKind, locale: MailLocale, facts: MailFacts): MailText {
  const { why, seller, deliverTo, ...kinds } = words[locale];
  const { subject, lines } = kinds[kind](facts);
  const ofOrder = isOfOrder(kind);
  const label = kind === 'order' ? withoutLinks(facts.order?.label ?? '') : '';
  const parts = [
    ...lines,
    ...(label === '' ? [] : [`${deliverTo}:\n${label}`]),
    ...(ofOrder && facts.seller !== '' ? [`${seller}:\n${facts.seller}`] : []),
    `-- \n${why[ofOrder ? 'order' : kind === 'returned' ? 'once' : 'asked']}`,
  ];
  return { subject: oneLine(subject), text: `${parts.join('\n\n')}\n` };
}

/** A buyer who types another person's address must not have us send that person a link. */
function withoutLinks(text: string): string {
  return text.replace(/[a-z][a-z0-9+.-]*:\/\/|www\./giu, '');
}

/** A sale's name is free text; a subject is one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, 200);
}
