/** Draws what is asked for: everything shown is the model's answer to the state. */
import { assumeAll } from '../grading/ends/read-assume.ts'
import type { Language } from '../grading/words.ts'
import type { Snapshot } from '../network/model.ts'
import { indexSnapshot } from '../network/state.ts'
import { withSystemObjects } from '../network/system-objects.ts'
import { MissingPart, type DrawContext, type Drawn } from './context.ts'
import type { Drawing, DrawingProblem, Picture } from './drawing.ts'
import { drawPod } from './kinds/pod.ts'
import { drawProxyModes } from './kinds/proxy-modes.ts'
import { drawPorts } from './kinds/ports.ts'
import { drawIsolation } from './kinds/isolation.ts'
import { drawSelectors } from './kinds/selectors.ts'
import { drawPathMatch } from './kinds/path-match.ts'
import { drawSearchList } from './kinds/search-list.ts'
import { drawRecords } from './kinds/records.ts'
import { drawCluster } from './kinds/cluster.ts'
import { drawMatrix } from './kinds/matrix.ts'
import { createSheet, MARGIN } from './surface/sheet.ts'
import { drawWalk } from './walk/draw-walk.ts'

/** A picture, unless problems keep it from being drawn. */
export interface DrawResult {
  readonly picture?: Picture
  readonly problems: readonly DrawingProblem[]
}

export interface DrawOptions {
  readonly language: Language
  /** Unique on the page; made of what is drawn where absent. */
  readonly id?: string
}

/** The state has to be the one that the drawing names. */
export const draw = (drawing: Drawing, snapshot: Snapshot, { language, id }: DrawOptions): DrawResult => {
  const assumed = assumeAll(snapshot, drawing.assume)
  const state = indexSnapshot(withSystemObjects(assumed))
  const context: DrawContext = { snapshot: assumed, state, language, say: (text) => text[language] }
  try {
    return { picture: toPicture(drawKind(context, drawing), id), problems: [] }
  } catch (error) {
    if (!(error instanceof MissingPart)) throw error
    return { problems: [{ ...drawing.position(error.path), path: error.path, message: error.message }] }
  }
}

const drawKind = (context: DrawContext, drawing: Drawing): Drawn => {
  switch (drawing.kind) {
    case 'walk':
      return drawWalk(context, drawing)
    case 'pod':
      return drawPod(context, drawing)
    case 'proxy-modes':
      return drawProxyModes(context, drawing)
    case 'ports':
      return drawPorts(context, drawing)
    case 'isolation':
      return drawIsolation(context, drawing)
    case 'selectors':
      return drawSelectors(context, drawing)
    case 'path-match':
      return drawPathMatch(context, drawing)
    case 'search-list':
      return drawSearchList(context, drawing)
    case 'records':
      return drawRecords(context, drawing)
    case 'matrix':
      return drawMatrix(context, drawing)
    case 'cluster':
      return drawCluster(context)
  }
}

const toPicture = ({ title, description, table, picture, finish, ends, stops }: Drawn, given: string | undefined): Picture => {
  const sheet = createSheet()
  const { width, height } = picture
  picture.draw(sheet, { x: MARGIN, y: MARGIN, width, height })
  finish?.(sheet)
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN }
  const svgAs = (id: string): string => sheet.toSvg({ ...size, id, title, description })
  const spots = ends?.flatMap((end) => {
    const box = sheet.find(end)
    return box === undefined ? [] : [{ end, ...box }]
  })
  return {
    svg: svgAs(given ?? idOf(svgAs(''))),
    title,
    description,
    table,
    ...(spots === undefined ? {} : { spots }),
    ...(stops === undefined ? {} : { stops }),
  }
}

/** Letters and digits that depend on the whole text. @see FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
const idOf = (text: string): string => {
  let hash = 0x81_1c_9d_c5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0
  return `d${hash.toString(36)}`
}
