/** Which fields objects have: those of Kubernetes itself, generated, and those of the extensions. */
import { EXTENSIONS } from './extensions/extensions.ts'
import { ROOT_STRUCTURES as BUILT_IN_ROOTS, STRUCTURES as BUILT_IN } from './generated/structure.ts'

/** Structure name to its fields, in the notation of `generated/structure.ts`. */
export const STRUCTURES: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.assign(
  {},
  BUILT_IN,
  ...EXTENSIONS.map(({ structures }) => structures),
) as typeof BUILT_IN

/** `apiVersion/kind` to the name of its structure. */
export const ROOT_STRUCTURES: Readonly<Record<string, string>> = {
  ...BUILT_IN_ROOTS,
  ...Object.fromEntries(
    EXTENSIONS.flatMap(({ apiVersion, roots }) =>
      Object.entries(roots).map(([kind, structure]) => [`${apiVersion}/${kind}`, structure]),
    ),
  ),
}

/** Structures whose required fields do not read as zero where they are absent. */
export const WITHOUT_ZEROS: ReadonlySet<string> = new Set(
  EXTENSIONS.flatMap(({ absentStaysAbsent, structures }) => (absentStaysAbsent === true ? Object.keys(structures) : [])),
)
