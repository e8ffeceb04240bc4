/** Go writes these letters as escapes in JSON. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[<>&\u2028\u2029]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
