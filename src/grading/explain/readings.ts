/** How policies have to be read for an answer to be another, in words. */
import { explainSwitch } from './dependence.ts'
import type { Language } from '../words.ts'
import type { Reading, ReadingSwitch, UnderReading } from '../../network/compare/reading.ts'

interface Unusual {
  readonly reading: Reading
  readonly unusual: readonly ReadingSwitch[]
}

/** `whether the plugin knows endPort: no`. */
export const spellReading = ({ reading, unusual }: Unusual, language: Language): string =>
  unusual.map((name) => explainSwitch(name, String(reading[name]))[language]).join('; ')

/** A line for each reading: `whether the plugin knows endPort: no → never`. */
export const explainReadings = <Answer>(
  readings: readonly UnderReading<Answer>[],
  language: Language,
  spell: (answer: Answer | undefined) => string,
): readonly string[] => readings.map((one) => `${spellReading(one, language)} → ${spell(one.answer)}`)
