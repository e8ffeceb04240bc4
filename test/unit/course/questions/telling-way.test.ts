// Of several ways a question's explanation shows the one that explains most.
import { expect, test } from 'vitest'
import { poseQuestion } from '../../../../src/course/questions/pose.ts'
import { readQuestions } from '../../../../src/course/questions/read-questions.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'

const pod = (name: string, image: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: web } }
spec: { containers: [{ name: ${name}, image: ${image} }] }
---`

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

const walkIn = async (state: string): Promise<readonly string[]> => {
  const { snapshot } = await readCluster([{ path: 'states/web.yaml', text: state }])
  const [question] = readQuestions(
    [
      {
        id: 'what-happens',
        why: { en: 'It is so.', ko: '그렇습니다.' },
        trace: { state: 'states/web.yaml', from: 'node/netgrade-worker', to: 'service/default/web:80', ask: 'verdict' },
      },
    ],
    { note: () => undefined, position: () => ({ file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }) },
  )
  if (question === undefined) throw new Error('the question is not read')
  return poseQuestion(question, snapshot).walk.map(({ outcome }) => outcome.en)
}

test('where one endpoint of two refuses, its refusal is shown', async () => {
  expect((await walkIn(`${pod('a', 'nginx')}${pod('b', 'redis')}${SERVICE}`)).at(-1)).toBe('refused')
})

test('where all accept, the first is shown', async () => {
  expect((await walkIn(`${pod('a', 'nginx')}${pod('b', 'nginx')}${SERVICE}`)).at(-1)).toBe('accepted')
})
