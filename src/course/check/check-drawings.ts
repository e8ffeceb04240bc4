/** What the author's contract asks of drawings: each is made by the model in both languages, and says the same in words and in a table. */
import { draw } from '../../drawing/draw.ts'
import { readDrawing } from '../../drawing/read-drawing.ts'
import type { Snapshot } from '../../network/model.ts'
import { findFences, readInfo, type Fence } from '../fences.ts'
import type { ContentProblem } from '../problem.ts'
import { readStates } from '../read-states.ts'
import { pathOf, type TaskSource } from '../reading.ts'

const checkDrawing = (
  { text, line }: Fence,
  file: string,
  snapshots: ReadonlyMap<string, Snapshot>,
): readonly ContentProblem[] => {
  const place = { file, line, column: 1 }
  const { drawing, problems } = readDrawing(text, { ...place, line: line + 1 })
  if (drawing === undefined) return problems
  const snapshot = snapshots.get(drawing.state)
  if (snapshot === undefined) return [{ ...place, message: `${drawing.state} is no state of this section` }]
  for (const language of ['en', 'ko'] as const) {
    const { problems: missing, picture } = draw(drawing, snapshot, { language, id: 'checked' })
    if (picture === undefined) return missing
    if (picture.title === '' || picture.description === '' || picture.table.rows.length === 0)
      return [{ ...place, message: `the drawing has no equivalent in words (${language})` }]
  }
  return problems
}

/** The fences of both languages are the same, so those of English are drawn. A variant's are checked when the site is built, with all its states. */
export const checkDrawings = async (source: TaskSource): Promise<readonly ContentProblem[]> => {
  if (source.variant !== undefined) return []
  const fences = findFences(source.files['en.md'] ?? '').filter(({ info }) => readInfo(info).language === 'drawing')
  if (fences.length === 0) return []
  const texts = Object.entries(source.files).filter(([path]) => path.startsWith('states/'))
  const { snapshots, problems } = await readStates(source.folder, Object.fromEntries(texts))
  return [...problems, ...fences.flatMap((fence) => checkDrawing(fence, pathOf(source, 'en.md'), snapshots))]
}
