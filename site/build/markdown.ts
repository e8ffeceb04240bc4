import MarkdownIt from 'markdown-it'

/** A heading's id as written in the course's texts: `## Task {#task}`. */
const HEADING_ID = /\s*\{#([a-z][a-z0-9-]*)\}\s*$/u

/** Renders the course's Markdown: headings take the id written behind them, code blocks can be scrolled with the keyboard. */
export const createMarkdown = (): InstanceType<typeof MarkdownIt> => {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  markdown.core.ruler.push('heading-ids', (state) => {
    state.tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return
      const inline = state.tokens[index + 1]
      const id = inline === undefined ? undefined : HEADING_ID.exec(inline.content)?.[1]
      if (inline === undefined || id === undefined) return
      token.attrSet('id', id)
      const last = inline.children?.at(-1)
      if (last !== undefined) last.content = last.content.replace(HEADING_ID, '')
    })
  })
  markdown.renderer.rules['fence'] = (tokens, index) => {
    const token = tokens[index]
    const language = /^[a-z]+/u.exec(token?.info ?? '')?.[0] ?? 'text'
    return `<pre tabindex="0"><code class="language-${language}">${markdown.utils.escapeHtml(token?.content ?? '')}</code></pre>\n`
  }
  return markdown
}
