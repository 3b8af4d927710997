const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#c2410c"/><path d="M18 4 8 18h6l-2 10 12-15h-7z" fill="#fff"/><circle cx="24" cy="8" r="8" fill="#fff"/><circle cx="24" cy="8" r="6" fill="#15803d"/></svg>`;
const turnIcon = `data:image/svg+xml,${encodeURIComponent(svg)}`;
let plainIcon: string | null = null;

/** A dot on the tab's icon while it is this buyer's turn: seen among many tabs, without a word. */
export function markIcon(isTurn: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
  if (!link) return;
  plainIcon ??= link.href;
  const icon = isTurn ? turnIcon : plainIcon;
  if (link.href !== icon) link.href = icon;
}
