import type MarkdownIt from 'markdown-it'

const HANGUL = /\p{Script=Hangul}/u
const SPACE = /\s/u

/**
 * Lets `**` open and close beside Hangul: a particle follows its word without a space, so that CommonMark would not
 * end the emphasis of "**the `port`**는" and would print the asterisks.
 */
export function allowEmphasisBesideHangul(markdown: InstanceType<typeof MarkdownIt>): void {
  markdown.inline.State = class extends markdown.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      const found = super.scanDelims(start, canSplitWord)
      if (!canSplitWord) return found
      const before = this.src.charAt(start - 1)
      const after = this.src.charAt(start + found.length)
      const touches = before !== '' && after !== '' && !SPACE.test(before) && !SPACE.test(after)
      return {
        ...found,
        can_open: found.can_open || (touches && HANGUL.test(before)),
        can_close: found.can_close || (touches && HANGUL.test(after)),
      }
    }
  }
}
