const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it may stand in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/gu, (letter) => ENTITIES[letter] ?? letter)

/** Code that stays on one line: names do not break at their hyphens. */
const SHORT_CODE = 28

/** Where long code may break first: before the dots, slashes and equals signs of names, paths and conditions. */
const JOINT = /(?<=[\w}])(?=[./=]\w)/gu

/** Code within a sentence; `text` is as it is shown. */
export const codeHtml = (text: string): string => {
  const escaped = escapeHtml(text)
  return text.length > SHORT_CODE ? `<code class="long">${escaped.replace(JOINT, '<wbr>')}</code>` : `<code>${escaped}</code>`
}
