/** The drawings follow what is typed: not at every key, and before anything else is asked of the text. */

/** Nobody who goes on typing waits so long between two keys. */
const PAUSE_MS = 600

export interface Edits {
  /** Draws at once what was typed and is not drawn yet. */
  readonly settle: () => Promise<void>
  /** What was typed is going to be drawn by another. */
  readonly halt: () => Promise<void>
}

/** `begun` is told of the first key, `redraw` of the pause after the last one. */
export const followEdits = (field: HTMLTextAreaElement, begun: () => void, redraw: () => Promise<void>): Edits => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let drawing: Promise<void> = Promise.resolve()
  const takeTimer = (): boolean => {
    const isWaiting = timer !== undefined
    clearTimeout(timer)
    timer = undefined
    return isWaiting
  }
  const start = (): void => {
    takeTimer()
    drawing = drawing.then(redraw)
  }
  field.addEventListener('input', () => {
    if (!takeTimer()) begun()
    timer = setTimeout(start, PAUSE_MS)
  })
  return {
    settle: () => {
      if (timer !== undefined) start()
      return drawing
    },
    halt: () => {
      takeTimer()
      return drawing
    },
  }
}
