/**
 * Questions as IMS QTI 1.2, an assessment for each section, in the zip that learning platforms import.
 * @see IMS Question & Test Interoperability: ASI XML Binding Specification, 1.2; IMS Content Packaging 1.1.3
 */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import type { Language } from '../../../src/grading/words.ts'
import { cdata, nameOfQuestion, type Bank, type BankQuestion, type BankSection } from './bank.ts'
import { inHtml, promptOf } from './html.ts'

const NAMESPACE = 'http://www.imsglobal.org/xsd/ims_qtiasiv1p2'

const TYPES = {
  one: 'multiple_choice_question',
  many: 'multiple_answers_question',
  order: 'matching_question',
  text: 'short_answer_question',
} as const

const material = (content: string): string => `<material><mattext texttype="text/html">${cdata(content)}</mattext></material>`

const field = (label: string, entry: string): string =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`

const labels = (options: readonly (readonly [string, string])[]): string =>
  `<render_choice>${options.map(([id, content]) => `<response_label ident="${id}">${material(content)}</response_label>`).join('')}</render_choice>`

const RESPONSE = 'response1'

const choices = ({ form, options }: PosedQuestion, language: Language): string => {
  const cardinality = form === 'one' ? 'Single' : 'Multiple'
  const shown = options.map(({ id, text }) => [id, inHtml(text, language)] as const)
  return `<response_lid ident="${RESPONSE}" rcardinality="${cardinality}">${labels(shown)}</response_lid>`
}

/** Each item is matched with its place. */
const places = ({ options, key }: PosedQuestion, language: Language): string =>
  options
    .map(({ id, text }) => {
      const shown = key.map((_, index) => [`place${index + 1}`, String(index + 1)] as const)
      return `<response_lid ident="${RESPONSE}_${id}">${material(inHtml(text, language))}${labels(shown)}</response_lid>`
    })
    .join('')

const FIB = `<response_str ident="${RESPONSE}" rcardinality="Single"><render_fib><response_label ident="answer1" rshuffle="No"/></render_fib></response_str>`

const equals = (response: string, value: string, attribute = ''): string =>
  `<varequal respident="${response}"${attribute}>${escapeXml(value)}</varequal>`

const condition = (when: string, points: string, action: 'Set' | 'Add', goesOn = 'No'): string =>
  `<respcondition continue="${goesOn}"><conditionvar>${when}</conditionvar><setvar action="${action}" varname="SCORE">${points}</setvar></respcondition>`

/** All that is right is marked and nothing else; for an order, places count by themselves. */
const conditions = ({ form, options, key }: PosedQuestion): readonly string[] => {
  switch (form) {
    case 'text':
      return [condition(key.map((right) => equals(RESPONSE, right, ' case="No"')).join(''), '100', 'Set')]
    case 'one':
      return [condition(key.map((id) => equals(RESPONSE, id)).join(''), '100', 'Set')]
    case 'many': {
      const all = options.map(({ id }) => (key.includes(id) ? equals(RESPONSE, id) : `<not>${equals(RESPONSE, id)}</not>`))
      return [condition(`<and>${all.join('')}</and>`, '100', 'Set')]
    }
    case 'order':
      return key.map((id, index) =>
        condition(equals(`${RESPONSE}_${id}`, `place${index + 1}`), (100 / key.length).toFixed(2), 'Add', 'Yes'),
      )
  }
}

const FEEDBACK = 'general_fb'

const item = (section: BankSection, one: BankQuestion, language: Language): string => {
  const { question } = one
  const name = escapeXml(nameOfQuestion(section, question))
  const responses =
    question.form === 'text' ? FIB : question.form === 'order' ? places(question, language) : choices(question, language)
  return [
    `      <item ident="${identOf(section.id, question.id)}" title="${name}">`,
    `        <itemmetadata><qtimetadata>${field('question_type', TYPES[question.form])}${field('points_possible', '1')}</qtimetadata></itemmetadata>`,
    `        <presentation>${material(promptOf(one, language))}${responses}</presentation>`,
    '        <resprocessing>',
    '          <outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>',
    `          <respcondition continue="Yes"><conditionvar><other/></conditionvar><displayfeedback feedbacktype="Response" linkrefid="${FEEDBACK}"/></respcondition>`,
    ...conditions(question).map((row) => `          ${row}`),
    '        </resprocessing>',
    `        <itemfeedback ident="${FEEDBACK}"><flow_mat>${material(inHtml(question.why, language))}</flow_mat></itemfeedback>`,
    '      </item>',
  ].join('\n')
}

/** Names in XML begin with a letter, and have no spaces. */
const identOf = (...parts: readonly string[]): string => ['netgrade', ...parts].join('_').replaceAll(/[^\w.-]/gu, '_')

export const toAssessment = (section: BankSection, language: Language): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<questestinterop xmlns="${NAMESPACE}">`,
    `  <assessment ident="${identOf(section.id)}" title="${escapeXml(`${section.id} ${section.title}`)}">`,
    '    <section ident="root_section">',
    ...section.questions.map((one) => item(section, one, language)),
    '    </section>',
    '  </assessment>',
    '</questestinterop>\n',
  ].join('\n')

const manifest = (sections: readonly BankSection[]): string => {
  const resource = ({ id }: BankSection): string =>
    `    <resource identifier="${identOf(id)}" type="imsqti_xmlv1p2" href="${fileOf(id)}"><file href="${fileOf(id)}"/></resource>`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<manifest identifier="netgrade" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">',
    '  <metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>',
    '  <organizations/>',
    '  <resources>',
    ...sections.map(resource),
    '  </resources>',
    '</manifest>\n',
  ].join('\n')
}

const fileOf = (section: string): string => `${identOf(section)}/assessment.xml`

/** By their paths in the zip. */
export const toQtiFiles = ({ sections, language }: Bank): ReadonlyMap<string, string> =>
  new Map([
    ['imsmanifest.xml', manifest(sections)],
    ...sections.map((section) => [fileOf(section.id), toAssessment(section, language)] as const),
  ])
