export type Language = 'en' | 'ko'

export const isLanguage = (text: string): text is Language => text === 'en' || text === 'ko'

/** The language of a POSIX environment: the first of LC_ALL, LC_MESSAGES and LANG that is set decides; English where it is neither. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return locale?.toLowerCase().startsWith('ko') === true ? 'ko' : 'en'
}
