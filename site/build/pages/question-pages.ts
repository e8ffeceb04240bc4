/** A page of questions for each section that explains. */
import type { Section } from '../content/load-course.ts'
import { escapeHtml } from '../escape.ts'
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

/** The clusters that the questions are about, each once. */
const renderStates = ({ questions, source }: Section, language: Language): string => {
  const states = [...new Set(questions.flatMap(({ state }) => state ?? []))]
  return states
    .map((state) => {
      const name = `<code>${escapeHtml(state)}</code>`
      return `<details class="state"><summary>${WORDS[language].cluster} ${name}</summary>${renderFence('yaml', source.files[state] ?? '', language)}</details>\n`
    })
    .join('')
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
    title,
    summary: words.questionsIntro,
    html: reading + renderStates(section, language) + renderQuestions(questions, language, wordsOf(language)) + terminal,
    scripts: ['questions'],
    data: [{ name: `questions-${id}-${language}`, content: `self.netgradeQuestions=${questionData(questions, language)};` }],
  })
}

const memo = createMemo<Page>()

export const questionsPages = (site: Site, language: Language): readonly Page[] =>
  site.course.sections
    .filter(({ questions }) => questions.length > 0)
    .map((section) =>
      memo({ owner: section.questions, slot: language, of: section.texts[language].title }, () =>
        questionsPage(section, language),
      ),
    )
