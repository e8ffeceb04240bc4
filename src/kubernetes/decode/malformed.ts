/** What the decoder says of texts that are not what their fields hold. */

/** Where a text is no base64: the place of the first character that cannot stand there. */
export const checkBase64 = (text: string): readonly string[] => {
  const plain = text.replace(/[\r\n]/gu, '')
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(plain)) return []
  const at = text.search(/[^A-Za-z0-9+/\r\n]/u)
  return [`illegal base64 data at input byte ${at < 0 ? text.length - (plain.length % 4) : at}`]
}

export const NOT_A_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
