/** Answers that follow from a text alone, and are asked for again and again. */

/** Works an answer out once for each text. Never more than `limit` are kept: then all are forgotten, and the next ones worked out anew. */
export const rememberByText = <Answer>(workOut: (text: string) => Answer, limit = 4096): ((text: string) => Answer) => {
  const known = new Map<string, { readonly answer: Answer }>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found.answer
    const answer = workOut(text)
    if (known.size >= limit) known.clear()
    known.set(text, { answer })
    return answer
  }
}
