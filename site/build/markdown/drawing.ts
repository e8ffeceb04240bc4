/** Drawings of the course, ```drawing with a YAML mapping: made by the model at build time. */

export interface DrawingSource {
  /** The YAML between the fences. */
  readonly text: string
  readonly language: 'en' | 'ko'
  /** Where the fence begins: `tasks/1-1/en.md:20`. */
  readonly place: string
}

/** The figure's HTML. Nothing is drawn yet: what stands in a fence is not shown as text either. */
export const renderDrawing = (_source: DrawingSource): string => ''
