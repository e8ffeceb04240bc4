/** The engine in a worker: grades and checks what a page sends, as the terminal does with files. */
import { readTask } from '../../../src/course/read-task.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import { readCluster } from '../../../src/grading/manifests/read-cluster.ts'
import { yamlMessage } from '../../../src/grading/manifests/yaml-words.ts'
import { toResult } from '../../../src/grading/result.ts'
import type { EngineAnswer, EngineRequest, FromWorker } from './messages.ts'

type Asked<Kind extends EngineRequest['kind']> = Extract<EngineRequest, { readonly kind: Kind }>

const grade = async ({ task: source, files, language, version, at }: Asked<'grade'>): Promise<EngineAnswer> => {
  const { task } = readTask(source)
  const { checks, problems, applied } = await gradeManifests(task, files)
  const result = toResult({
    task,
    language,
    environment: 'manifests',
    version,
    at,
    files: files.map(({ path }) => ({ path, sha256: '' })),
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
  })
  return { kind: 'graded', result }
}

const check = async ({ files, language }: Asked<'check'>): Promise<EngineAnswer> => {
  const { problems } = await readCluster(files, { withoutPods: true })
  const diagnostics = problems.map(({ position, message }) => ({
    line: position.line,
    column: position.column,
    endLine: position.endLine,
    endColumn: position.endColumn,
    message: yamlMessage(message, language),
  }))
  return { kind: 'checked', diagnostics }
}

const answer = (request: EngineRequest): Promise<EngineAnswer> => (request.kind === 'grade' ? grade(request) : check(request))

const reply = (message: FromWorker): void => postMessage(message)

addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  answer(data).then(
    (given) => reply({ answer: given }),
    (error: unknown) => reply({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
