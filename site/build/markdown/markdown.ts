/** The course's Markdown as HTML: links to causes, terms and sections are resolved, and each that is dead is a problem with its place. */
import MarkdownIt from 'markdown-it'
import type { ContentProblem } from '../../../src/course/problem.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { codeHtml, escapeHtml } from '../escape.ts'
import { WORDS, type Language } from '../words.ts'
import { renderDrawing } from './drawing.ts'
import { renderFence } from './fences.ts'
import { allowEmphasisBesideHangul } from '../../../src/course/hangul-emphasis.ts'

export interface MarkdownContext {
  readonly file: string
  /** Lines of the file before the Markdown begins. */
  readonly before: number
  readonly language: Language
  /** Put before each id, where several texts stand on one page. */
  readonly prefix: string
  /** Where `cause:x`, `term:x` or `section:x` leads from this page; undefined where there is no such thing. */
  readonly resolve: (kind: string, name: string) => string | undefined
  readonly note: (problem: ContentProblem) => void
  /** Clusters that may be drawn, by the path of their manifests. */
  readonly snapshots?: ReadonlyMap<string, Snapshot>
}

type Markdown = InstanceType<typeof MarkdownIt>
type Token = ReturnType<Markdown['parse']>[number]

/** A heading's id as written in the course's texts: `## Task {#task}`. */
const HEADING_ID = /\s*\{#([a-z][a-z0-9-]*)\}\s*$/u
const OWN_LINK = /^(cause|term|section):([^#]*)(#.*)?$/u

const takeId = (inline: Token): string | undefined => {
  const id = HEADING_ID.exec(inline.content)?.[1]
  const last = inline.children?.at(-1)
  if (id !== undefined && last !== undefined) last.content = last.content.replace(HEADING_ID, '')
  inline.content = inline.content.replace(HEADING_ID, '')
  return id
}

const contextOf = (environment: unknown): MarkdownContext => (environment as { readonly context: MarkdownContext }).context

/** What a heading or a link says in the text, whatever page it is shown on. */
interface Written {
  /** Of a heading. */
  readonly id?: string
  /** Of a link. */
  readonly href?: string
  /** Of a link, from the first of the text. */
  readonly line?: number
}

const writtenIn = ({ meta }: Token): Written => meta ?? {}

const placeLink = (link: Token, context: MarkdownContext): void => {
  const { href = '', line = 0 } = writtenIn(link)
  link.attrSet('href', href)
  if (/^https?:/u.test(href)) {
    link.attrSet('class', 'external')
    link.attrSet('rel', 'external')
    return
  }
  if (href.startsWith('#')) {
    link.attrSet('href', `#${context.prefix}${href.slice(1)}`)
    return
  }
  const [, kind = '', name = '', anchor = ''] = OWN_LINK.exec(href) ?? []
  const found = kind === '' ? undefined : context.resolve(kind, decodeURIComponent(name))
  if (kind === 'section' && anchor === '') link.attrSet('class', 'section-number')
  if (found !== undefined) link.attrSet('href', found.includes('#') ? found : `${found}${anchor}`)
  else context.note({ file: context.file, line: context.before + line, column: 1, message: `the link ${href} leads nowhere` })
}

/** Makes links and ids those of a page. A text is read once, and placed on one page after the other. */
const place = (tokens: readonly Token[], context: MarkdownContext): void => {
  for (const token of tokens) {
    const { id } = writtenIn(token)
    if (id !== undefined) token.attrSet('id', context.prefix + id)
    for (const child of token.children ?? []) if (child.type === 'link_open') placeLink(child, context)
  }
}

const keepLinks = (tokens: readonly Token[]): void => {
  for (const token of tokens) {
    let line = (token.map?.[0] ?? 0) + 1
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line += 1
      if (child.type === 'link_open') child.meta = { href: String(child.attrGet('href') ?? ''), line } satisfies Written
    }
  }
}

const keepIds = (tokens: readonly Token[]): void => {
  tokens.forEach((token, index) => {
    const inline = tokens[index + 1]
    if (token.type !== 'heading_open' || inline === undefined) return
    const id = takeId(inline)
    if (id !== undefined) token.meta = { id } satisfies Written
  })
}

/** Heads say that they are of a column; the corner above a column of row names is none. */
const describeHeads = (tokens: readonly Token[]): void => {
  tokens.forEach((token, index) => {
    const [inline, close] = [tokens[index + 1], tokens[index + 2]]
    if (token.type !== 'th_open' || close === undefined) return
    if (inline?.content !== '') {
      token.attrSet('scope', 'col')
      return
    }
    token.tag = 'td'
    close.tag = 'td'
  })
}

/** Blocks that are the same on all pages: those that lead to no cause. */
const blocks = new WeakMap<Token, string>()

const renderBlock = (token: Token, context: MarkdownContext): string => {
  const { info, content, map } = token
  const { file, before, language, snapshots = new Map(), note } = context
  if (info.startsWith('drawing'))
    return renderDrawing({ text: content, language, file, line: before + (map?.[0] ?? 0) + 1, snapshots, note })
  const known = blocks.get(token)
  if (known !== undefined) return known
  const causes: string[] = []
  const html = renderFence(info.trim(), content, language, (code) => {
    causes.push(code)
    return context.resolve('cause', code)
  })
  if (causes.length === 0) blocks.set(token, html)
  return html
}

const createMarkdown = (): Markdown => {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  allowEmphasisBesideHangul(markdown)
  const validate = markdown.validateLink.bind(markdown)
  markdown.validateLink = (url) => OWN_LINK.test(url) || validate(url)
  markdown.core.ruler.push('course', ({ tokens }) => {
    keepIds(tokens)
    keepLinks(tokens)
    describeHeads(tokens)
  })
  const { rules } = markdown.renderer
  rules['heading_open'] = (tokens, index, options) => {
    const id = String(tokens[index]?.attrGet('id') ?? '')
    return (
      markdown.renderer.renderToken(tokens, index, options) + (id === '' ? '' : `<a class="heading" href="#${escapeHtml(id)}">`)
    )
  }
  rules['heading_close'] = (tokens, index, options) =>
    ((tokens[index - 2]?.attrGet('id') ?? '') === '' ? '' : '</a>') + markdown.renderer.renderToken(tokens, index, options)
  rules['table_open'] = (_tokens, _index, _options, environment) =>
    `<div class="table" role="group" tabindex="0" aria-label="${WORDS[contextOf(environment).language].table}"><table>\n`
  rules['table_close'] = () => '</table></div>\n'
  rules['code_inline'] = (tokens, index) => codeHtml(tokens[index]?.content ?? '')
  rules['fence'] = (tokens, index, _options, environment) => {
    const token = tokens[index]
    return token === undefined ? '' : renderBlock(token, contextOf(environment))
  }
  return markdown
}

const MARKDOWN = createMarkdown()

export interface RenderedPart {
  readonly id: string
  /** Plain text. */
  readonly heading: string
  readonly headingHtml: string
  /** Without the heading. */
  readonly html: string
  /** Of hints, which open one by one, the HTML of each; of other parts none. */
  readonly items: readonly string[]
  /** Plain text, for the search. */
  readonly text: string
}

const textOf = (tokens: readonly Token[]): string =>
  tokens
    .flatMap((token) =>
      token.type === 'inline'
        ? (token.children ?? []).map(({ content }) => content)
        : token.type === 'fence' && !token.info.startsWith('drawing')
          ? [token.content]
          : [],
    )
    .join(' ')

const listItems = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const items: Token[][] = []
  for (const token of tokens) {
    if (token.type === 'list_item_open' && token.level === 1) items.push([])
    else if (token.type === 'list_item_close' && token.level === 1) items.push([])
    else items.at(-1)?.push(token)
  }
  return items.filter((_, index) => index % 2 === 0)
}

/** The anchor of the part whose list is shown in steps. */
export const HINTS = 'hints'

/** A text that was read, to be shown on pages. */
export type ReadText = readonly Token[]

export const readText = (text: string): ReadText => MARKDOWN.parse(text, {})

/** One part for each `## Heading {#anchor}`, in their order; what stands before the first is not shown. */
export const renderParts = (tokens: ReadText, context: MarkdownContext): readonly RenderedPart[] => {
  const environment = { context }
  place(tokens, context)
  const starts = tokens.flatMap((token, index) => (token.type === 'heading_open' && token.tag === 'h2' ? [index] : []))
  const render = (some: readonly Token[]): string => MARKDOWN.renderer.render([...some], MARKDOWN.options, environment)
  const hints = `${context.prefix}${HINTS}`
  return starts.map((start, index) => {
    const own = tokens.slice(start + 3, starts[index + 1] ?? tokens.length)
    const id = String(tokens[start]?.attrGet('id') ?? '')
    return {
      id,
      heading: textOf(tokens.slice(start, start + 3)).trim(),
      headingHtml: render(tokens.slice(start, start + 3)),
      html: render(own),
      items: id === hints ? listItems(own).map(render) : [],
      text: textOf(own),
    }
  })
}

/** A text of a paragraph or a few, without headings. */
export const renderText = (text: string, context: MarkdownContext): string => {
  const tokens = MARKDOWN.parse(text, {})
  place(tokens, context)
  return MARKDOWN.renderer.render(tokens, MARKDOWN.options, { context })
}
