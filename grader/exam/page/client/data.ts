/** What the page was given by the server. */
export interface ExamData {
  readonly leftMs: number
  /** Tells this exam's drafts from others that the browser keeps. */
  readonly variant: string
  readonly words: {
    readonly kept: string
    readonly keeping: string
    readonly notKept: string
    readonly over: string
    readonly answered: string
    /** By minutes. */
    readonly announced: Readonly<Record<string, string>>
  }
}

/** Undefined on the page that is left when the exam was closed. */
export const readData = (): ExamData | undefined => {
  const text = document.getElementById('exam-data')?.textContent
  return text === undefined ? undefined : (JSON.parse(text) as ExamData)
}
