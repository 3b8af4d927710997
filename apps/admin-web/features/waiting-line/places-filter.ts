import type { PlacesAction, PlacesFilter, PlacesPreview } from '@flash/shared-types';
import { formatCount } from '@flash/web';
import { placesWords } from '../kit/format.ts';

/** The fields of the dialog; times are in the reader's time zone. */
export interface PlacesDraft {
  action: PlacesAction;
  network: string;
  joinedFrom: string;
  joinedTo: string;
  emailPattern: string;
}

export const noPlaces: PlacesDraft = {
  action: 'remove',
  network: '',
  joinedFrom: '',
  joinedTo: '',
  emailPattern: '',
};

/** The filter for the API; null while it would match every place. */
export function filterOf(draft: PlacesDraft): PlacesFilter | null {
  const { action, network, emailPattern } = draft;
  const [joinedFrom, joinedTo] = [isoOf(draft.joinedFrom), isoOf(draft.joinedTo)];
  const filter: PlacesFilter = {
    action,
    ...(network && { network }),
    ...(joinedFrom && { joinedFrom }),
    ...(joinedTo && { joinedTo }),
    ...(emailPattern.trim() && { emailPattern: emailPattern.trim() }),
  };
  return Object.keys(filter).length > 1 ? filter : null;
}

function isoOf(local: string): string | undefined {
  const time = new Date(local);
  return local === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** What will happen, and to how many buyers. */
export function effectWords({ action, places, waiting, held, paying, hasMore }: PlacesPreview) {
  const spared = paying > 0 ? ` ${formatCount(paying)} being paid for stay as they are.` : '';
  if (places === 0) {
    return `No place matches.${spared}`;
  }
  const more = hasMore ? ' More places match: repeat this afterwards.' : '';
  const who =
    action === 'release'
      ? `${formatCount(held)} ${held === 1 ? 'buyer loses a reservation' : 'buyers lose their reservations'} and may join again, at the end of the line.`
      : `${placesWords(places)}: ${formatCount(waiting)} waiting, ${formatCount(held)} with a reservation. These buyers cannot join this sale again. This is final.`;
  return `${who}${spared}${more}`;
}
