/** The engine in a worker: grades and checks what a page sends, as the terminal does with files. */
import { readTask } from '../../../src/course/read-task.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import { readCluster } from '../../../src/grading/manifests/read-cluster.ts'
import { yamlMessage } from '../../../src/grading/manifests/yaml-words.ts'
import { toResult } from '../../../src/grading/result.ts'
import { completeManifest } from '../../../src/kubernetes/complete.ts'
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

const complete = ({ text, offset }: Asked<'complete'>): Promise<EngineAnswer> => {
  const completions = completeManifest(text, offset)
  return Promise.resolve({ kind: 'completed', ...(completions === undefined ? {} : { completions }) })
}

const answer = (request: EngineRequest): Promise<EngineAnswer> => {
  switch (request.kind) {
    case 'grade':
      return grade(request)
    case 'check':
      return check(request)
    case 'complete':
      return complete(request)
  }
}

const reply = (message: FromWorker): void => postMessage(message)

addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  answer(data).then(
    (given) => reply({ answer: given }),
    (error: unknown) => reply({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
