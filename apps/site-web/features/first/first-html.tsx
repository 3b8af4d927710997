/**
 * Where the server puts the facts of the shop into the static page. React leaves this content as it is, and removes
 * it together with this element when the page has loaded the same facts itself.
 */
export function FirstHtml() {
  return (
    <div
      className="first"
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: empty here; makes React keep what the server put in
      dangerouslySetInnerHTML={{ __html: '' }}
    />
  );
}

/** What a reader has typed into the first HTML, before the live page takes its place. */
export function typedBefore(): { email: string; hasFocus: boolean } | null {
  const input = document.querySelector<HTMLInputElement>('.first input[name="email"]');
  return input && { email: input.value, hasFocus: document.activeElement === input };
}
