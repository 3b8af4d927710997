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
      'We write to this address when it is your turn, shortly before a reservation ends, and when one has ended.',
      `Your place: ${link}`,
      isPrivate
        ? 'This link opens your place on any device. Keep it to yourself: a person who has it can use your place.'
        : 'On another device, sign in with your account.',
    ],
  }),
  turn: ({ sale, link, until, price }) => ({
    subject: `It is your turn: ${sale}`,
    lines: [
      `One unit of ${sale} is reserved for you until ${until}.`,
      `Price: ${price}`,
      `Confirm your order before then: ${link}`,
      'If you do not, it goes to the next person in line.',
    ],
  }),
  ending: ({ sale, link, until }) => ({
    subject: `Your reservation ends soon: ${sale}`,
    lines: [
      `Your reservation of ${sale} ends at ${until}.`,
      `To buy it, confirm your order before then: ${link}`,
    ],
  }),
  expired: ({ sale, link }) => ({
    subject: `Your reservation has ended: ${sale}`,
    lines: [
      `The time for your reservation of ${sale} is over, and the unit went back to the line. You were not charged.`,
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
        `Your receipt, in the browser in which you ordered: ${receipt}`,
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
            'The money goes back the way you paid. Depending on your bank this can take some days.',
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
    once: 'You get this one mail because your address was entered on the page of the sold-out sale. We have now deleted it from that list.',
    asked:
      'You get this mail because you asked for it beside your place in line. You can switch it off there.',
    order: 'This mail is part of your order.',
  },
  seller: 'Seller',
  deliverTo: 'Deliver to',
};

const de: Words = {
  placed: ({ sale, link, isPrivate }) => ({
    subject: `Ihr Platz in der Warteschlange: ${sale}`,
    lines: [
      `Sie stehen in der Warteschlange für ${sale}. Ihr Platz bleibt erhalten; Sie können die Seite schließen.`,
      'Wir schreiben an diese Adresse, wenn Sie an der Reihe sind, kurz bevor eine Reservierung endet und wenn eine geendet hat.',
      `Ihr Platz: ${link}`,
      isPrivate
        ? 'Dieser Link öffnet Ihren Platz auf jedem Gerät. Behalten Sie ihn für sich: Wer ihn hat, kann Ihren Platz nutzen.'
        : 'Melden Sie sich auf einem anderen Gerät mit Ihrem Konto an.',
    ],
  }),
  turn: ({ sale, link, until, price }) => ({
    subject: `Sie sind an der Reihe: ${sale}`,
    lines: [
      `Ein Stück ${sale} ist für Sie reserviert bis ${until}.`,
      `Preis: ${price}`,
      `Bestätigen Sie bis dahin Ihre Bestellung: ${link}`,
      'Sonst geht es an die nächste Person in der Warteschlange.',
    ],
  }),
  ending: ({ sale, link, until }) => ({
    subject: `Ihre Reservierung endet bald: ${sale}`,
    lines: [
      `Ihre Reservierung von ${sale} endet um ${until}.`,
      `Wenn Sie kaufen möchten, bestätigen Sie bis dahin Ihre Bestellung: ${link}`,
    ],
  }),
  expired: ({ sale, link }) => ({
    subject: `Ihre Reservierung ist abgelaufen: ${sale}`,
    lines: [
      `Die Zeit für Ihre Reservierung von ${sale} ist abgelaufen; das Stück ging zurück an die Warteschlange. Ihnen wurde nichts berechnet.`,
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
        `Ihr Beleg, in dem Browser, in dem Sie bestellt haben: ${receipt}`,
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
    once: 'Sie erhalten diese eine Nachricht, weil Ihre Adresse auf der Seite des ausverkauften Verkaufs eingetragen wurde. Wir haben sie jetzt von dieser Liste gelöscht.',
    asked:
      'Sie erhalten diese Nachricht, weil Sie sie neben Ihrem Platz bestellt haben. Dort können Sie sie abstellen.',
    order: 'Diese Nachricht gehört zu Ihrer Bestellung.',
  },
  seller: 'Verkäufer',
  deliverTo: 'Lieferadresse',
};

const ar: Words = {
  placed: ({ sale, link, isPrivate }) => ({
    subject: `مكانك في الطابور: ${sale}`,
    lines: [
      `أنت في طابور ${sale}. مكانك محفوظ، ويمكنك إغلاق الصفحة.`,
      'سنكتب إلى هذا العنوان عندما يحين دورك، وقبل انتهاء الحجز بقليل، وعند انتهائه.',
      `مكانك: ${link}`,
      isPrivate
        ? 'يفتح هذا الرابط مكانك على أي جهاز. احتفظ به لنفسك: من يملكه يستطيع استخدام مكانك.'
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
      `انتهى وقت حجزك لـ ${sale} وعادت الوحدة إلى الطابور. لم يُخصم منك أي مبلغ.`,
      `ما دام البيع مفتوحًا يمكنك الانضمام إلى الطابور من جديد: ${link}`,
    ],
  }),
  order: ({ sale, order }) => {
    const { code, total, at, receipt } = order ?? noOrder;
    return {
      subject: `طلبك ${code}: ${sale}`,
      lines: [
        'شكرًا لك. تم تأكيد طلبك.',
        [`الطلب: ${code}`, `المنتج: ${sale}`, `الإجمالي: ${total}`, `وقت الطلب: ${at}`].join('\n'),
        `إيصالك، في المتصفح الذي طلبت منه: ${receipt}`,
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
    once: 'تصلك هذه الرسالة الواحدة لأن عنوانك أُدخل في صفحة البيع النافد. حذفناه الآن من تلك القائمة.',
    asked: 'تصلك هذه الرسالة لأنك طلبتها بجانب مكانك في الطابور. يمكنك إيقافها هناك.',
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
