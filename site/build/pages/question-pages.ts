/** A page of questions for each section that explains. */
import { stateAsked } from '../../../src/course/read-states.ts'
import type { Section } from '../content/load-course.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import { renderFence } from '../markdown/fences.ts'
import { createMemo } from '../memo.ts'
import { createPage, type Page } from '../page.ts'
import { questionData, renderQuestions, type QuestionWords } from '../questions.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

const wordsOf = (language: Language): QuestionWords => {
  const words = WORDS[language]
  return {
    question: (number) => `${words.question} ${number}`,
    answer: words.answer,
    yourAnswer: words.yourAnswer,
    check: words.check,
    showAnswer: words.showAnswer,
    many: words.many,
    order: words.order,
    walk: [words.walkStep, words.walkPlace, words.walkDetail, words.walkOutcome],
  }
}

/** The cluster that a question is about: its manifests where it is asked of first, a link there from later questions. */
const clustersOf = ({ questions, source }: Section, language: Language): ((question: PosedQuestion) => string) => {
  const words = WORDS[language]
  return ({ id, state }) => {
    if (state === undefined) return ''
    const first = questions.findIndex((question) => question.state === state)
    const told = questions[first]
    if (told !== undefined && told.id !== id)
      return `<p class="how"><a href="#question-${told.id}">${words.clusterOf(first + 1)}</a></p>`
    return `<details class="state"><summary>${words.cluster}</summary>${renderFence('yaml', stateAsked(source.files[state] ?? ''), language)}</details>`
  }
}

const questionsPage = (section: Section, language: Language): Page => {
  const { id, questions, texts } = section
  const words = WORDS[language]
  const title = `${words.questions}: ${texts[language].title}`
  const reading = `<p class="action"><a href="../${id}.html">${words.reading}</a></p>\n`
  const terminal = `<p>${words.inTerminal}</p>\n${renderFence('console', `$ npx grade ${id}\n`, language)}`
  return createPage({
    kind: 'questions',
    language,
    name: `questions/${id}.html`,
    number: id,
    title,
    summary: words.questionsIntro,
    html:
      reading +
      renderQuestions(questions, language, { words: wordsOf(language), clusterOf: clustersOf(section, language) }) +
      terminal,
    scripts: ['questions'],
    data: [{ name: `questions-${id}-${language}`, content: `self.netgradeQuestions=${questionData(questions, language)};` }],
  })
}

const memo = createMemo<Page>()

export function* questionsPages(site: Site, language: Language): Iterable<Page> {
  for (const section of site.course.sections)
    if (section.questions.length > 0)
      yield memo({ owner: section.questions, slot: language, of: section.texts[language].title }, () =>
        questionsPage(section, language),
      )
}
