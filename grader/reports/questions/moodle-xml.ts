/** A question bank for Moodle's import. @see https://docs.moodle.org/en/Moodle_XML_format */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import type { Language } from '../../../src/grading/words.ts'
import { cdata, nameOfQuestion, type Bank, type BankQuestion, type BankSection } from './bank.ts'
import { inHtml, promptOf } from './html.ts'

const text = (content: string): string => `<text>${content}</text>`

const html = (name: string, content: string): string => `    <${name} format="html">${text(cdata(content))}</${name}>`

/** Moodle takes some fractions only, thirds and sevenths with five decimals. */
const fractionOf = (count: number): string => String(Number((100 / count).toFixed(5)))

const answer = (fraction: string, content: string, why: string, format = 'html'): string =>
  [
    `    <answer fraction="${fraction}" format="${format}">${text(cdata(content))}`,
    `      <feedback format="html">${text(cdata(why))}</feedback>`,
    '    </answer>',
  ].join('\n')

/** Whoever marks one that is wrong gets nothing: as here, all marks have to be right, but Moodle gives a part for some of them. */
const choice = ({ form, options, key }: PosedQuestion, language: Language): readonly string[] => [
  `    <single>${String(form === 'one')}</single>`,
  '    <shuffleanswers>true</shuffleanswers>',
  '    <answernumbering>abc</answernumbering>',
  ...options.map(({ id, text: words, why }) => {
    const fraction = key.includes(id) ? fractionOf(key.length) : form === 'one' ? '0' : '-100'
    return answer(fraction, inHtml(words, language), inHtml(why, language))
  }),
]

/** Each has its place: plain matching, which every Moodle has. */
const order = ({ options, key }: PosedQuestion, language: Language): readonly string[] => [
  '    <shuffleanswers>true</shuffleanswers>',
  ...options.map(({ id, text: words }) =>
    [
      `    <subquestion format="html">${text(cdata(inHtml(words, language)))}`,
      `      <answer>${text(String(key.indexOf(id) + 1))}</answer>`,
      '    </subquestion>',
    ].join('\n'),
  ),
]

/** An asterisk stands for any text in Moodle. */
const shortAnswer = ({ key }: PosedQuestion): readonly string[] => [
  '    <usecase>0</usecase>',
  ...key.map((right) => answer('100', right.replaceAll('*', '\\*'), '', 'moodle_auto_format')),
]

const TYPES = { one: 'multichoice', many: 'multichoice', order: 'matching', text: 'shortanswer' } as const

const question = (section: BankSection, one: BankQuestion, language: Language): string => {
  const { question: posed } = one
  const own =
    posed.form === 'text' ? shortAnswer(posed) : posed.form === 'order' ? order(posed, language) : choice(posed, language)
  return [
    `  <question type="${TYPES[posed.form]}">`,
    `    <name>${text(escapeXml(nameOfQuestion(section, posed)))}</name>`,
    html('questiontext', promptOf(one, language)),
    html('generalfeedback', `<p>${inHtml(posed.why, language)}</p>`),
    '    <defaultgrade>1</defaultgrade>',
    '    <penalty>0</penalty>',
    `    <idnumber>${escapeXml(nameOfQuestion(section, posed))}</idnumber>`,
    ...own,
    '  </question>',
  ].join('\n')
}

const category = ({ id, title }: BankSection): string =>
  `  <question type="category">\n    <category>${text(cdata(`$course$/top/netgrade/${id} ${title.replaceAll('/', '//')}`))}</category>\n  </question>`

/** The declaration is the first byte: Moodle reads nothing else. */
export const toMoodleXml = ({ sections, language }: Bank): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<quiz>',
    ...sections.flatMap((section) => [category(section), ...section.questions.map((one) => question(section, one, language))]),
    '</quiz>\n',
  ].join('\n')
