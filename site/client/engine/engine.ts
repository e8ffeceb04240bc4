/** The engine in a worker: grades and checks what a page sends, as the terminal does with files. */
import { readTask } from '../../../src/course/read-task.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import { toResult } from '../../../src/grading/result.ts'
import type { Asked, EngineAnswer, EngineRequest, FromWorker } from './messages.ts'

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

const answer = async (request: EngineRequest): Promise<EngineAnswer> => {
  if (request.kind === 'grade') return grade(request)
  const { askCluster } = await import('./ask-cluster.ts')
  return askCluster(request)
}

const reply = (message: FromWorker): void => postMessage(message)

addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  answer(data).then(
    (given) => reply({ answer: given }),
    (error: unknown) => reply({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
