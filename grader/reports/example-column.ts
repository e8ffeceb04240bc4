/** A connection that shows something about policies, as a column of a picture. */
import type { Decision, Example } from '../../src/grading/compare/example.ts'
import { describeEnd } from '../../src/grading/explain/example.ts'
import type { Language } from '../../src/grading/words.ts'
import type { ExampleEnd } from '../../src/network/compare/example/example-ends.ts'
import type { PictureColumn, PictureStep } from './drawing/picture.ts'
import { formatMessages } from './messages/formats.ts'

/** The packet's way past the policies of one side: both ends, and what each end's policies decide. */
export const columnOf = (
  example: Example,
  {
    heading,
    decisions,
    language,
  }: { readonly heading: string; readonly decisions: readonly Decision[]; readonly language: Language },
): PictureColumn => {
  const words = formatMessages(language)
  const denied = decisions.findIndex(({ isDenial }) => isDenial)
  const packet = `${example.protocol} ${example.port}`
  const middle = decisions.map(({ place, detail, outcome, where, isDenial }): PictureStep => ({
    place,
    lines: [detail, outcome, ...where],
    tone: isDenial ? 'bad' : 'plain',
  }))
  return {
    heading,
    tone: denied === -1 ? 'good' : 'bad',
    steps: [
      { ...endStep(words.source, example.source, language), tone: 'plain' },
      ...middle,
      {
        ...endStep(`${words.destination}, ${packet}`, example.destination, language),
        tone: denied === -1 ? 'good' : 'unreached',
      },
    ],
  }
}

const endStep = (role: string, end: ExampleEnd, language: Language): Pick<PictureStep, 'place' | 'lines'> => {
  const described = describeEnd(end)[language]
  return 'pod' in end
    ? { place: `${role}: ${end.pod.namespace}/${end.pod.name}`, lines: [described, end.ip] }
    : { place: `${role}: ${end.address}`, lines: [described] }
}
