/** The course's Markdown as it stands in an exam: without links into the course, and nothing in it is HTML. */
import MarkdownIt from 'markdown-it'
import { allowEmphasisBesideHangul } from '../../../src/course/hangul-emphasis.ts'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

/** Pages of causes, terms and sections would tell more than the exam does: only their words stay. */
const withoutOwnLinks = (tokens: readonly Token[]): Token[] => {
  let isInside = false
  return tokens.filter((token) => {
    if (token.type === 'link_open') isInside = !/^https?:/u.test(String(token.attrGet('href') ?? ''))
    return !(isInside && (token.type === 'link_open' || token.type === 'link_close'))
  })
}

const createMarkdown = (): InstanceType<typeof MarkdownIt> => {
  const markdown = new MarkdownIt({ html: false }).disable('image')
  markdown.validateLink = (url) => /^(?:https?|cause|term|section):/u.test(url)
  allowEmphasisBesideHangul(markdown)
  markdown.core.ruler.push('own-links', (state) => {
    for (const token of state.tokens) if (token.children !== null) token.children = withoutOwnLinks(token.children)
  })
  return markdown
}

const markdown = createMarkdown()

/** Headings of a statement stand below those of the page. */
const HEADINGS = 3

export const renderBlock = (text: string): string =>
  markdown
    .render(text)
    .replaceAll(
      /<(\/?)h([1-6])>/gu,
      (_, close: string, level: string) => `<${close}h${Math.min(6, Number(level) + HEADINGS - 1)}>`,
    )
    // Wide lines are reached by the keyboard, too.
    .replaceAll('<pre>', '<pre tabindex="0">')

export const renderLine = (text: string): string => markdown.renderInline(text)
