interface Event {
  id: string;
  name: string;
  lobbyOpensAt: string;
  endsAt: string;
}

/** The sale as an iCalendar entry, with a reminder ten minutes before the line opens. */
export function calendarEntry({ id, name, lobbyOpensAt, endsAt }: Event, url: string): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//flash-sale//site//EN',
    'BEGIN:VEVENT',
    `UID:${id}@flash-sale`,
    `DTSTAMP:${stamp(lobbyOpensAt)}`,
    `DTSTART:${stamp(lobbyOpensAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${escaped(name)}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(name)}`,
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

const stamp = (at: string) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');

const escaped = (text: string) =>
  text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, '\\n');
