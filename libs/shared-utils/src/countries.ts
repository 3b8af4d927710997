/** ISO 3166-1 alpha-2, and XK, under which carriers know Kosovo. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

export const countries: readonly string[] = CODES.split(' ');

export function isCountry(code: string): boolean {
  return isAmong(CODES, code);
}

/** Of two letters, so that no parts of two neighbours are found. */
const isAmong = (list: string, code: string) => /^[A-Z]{2}$/.test(code) && list.includes(code);

/** Countries in which every address has a postcode. In all others it may be missing. */
const POSTCODE_EVERYWHERE =
  'AT AU BE BG BR CA CH CN CZ DE DK EE ES FI FR GB GR HR HU IN IT JP KR LI LT LU LV MX NL NO NZ PL PT RO RU SE SG ' +
  'SI SK TR UA US ZA';

export function needsPostcode(country: string): boolean {
  return isAmong(POSTCODE_EVERYWHERE, country);
}

/** Where the city stands before the postcode, and the region between them. */
const CITY_FIRST = 'AU CA GB IE IN NZ SG US ZA';

/** A place to which something is delivered. */
export interface PostalAddress {
  /** Street and number. */
  line1: string;
  line2?: string | null | undefined;
  postcode?: string | null | undefined;
  city: string;
  region?: string | null | undefined;
  country: string;
}

/** The address as it is written on a label, without the name of the person. `language` is the reader's. */
export function addressLines(address: PostalAddress, language: string): string[] {
  const { line1, line2, postcode, city, region, country } = address;
  const town = isAmong(CITY_FIRST, country)
    ? [[city, region, postcode]]
    : [[postcode, city], [region]];
  const lines = [line1, line2, ...town.map((parts) => parts.filter(Boolean).join(' '))];
  return [...lines.filter((line): line is string => Boolean(line)), countryName(country, language)];
}

/** A person and the address, if there is one, as they stand on a parcel. */
export function parcelLabel(
  { name, address }: { name: string; address?: PostalAddress | null | undefined },
  language: string,
): string {
  return [name, ...(address ? addressLines(address, language) : [])].join('\n');
}

/** The code itself where the language has no name for it. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

/** Codes and names in the order in which a reader looks for them. */
export function countryChoices(
  codes: readonly string[],
  language: string,
): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}
