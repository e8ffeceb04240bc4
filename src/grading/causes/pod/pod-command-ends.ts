import type { Pod } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Crash } from '../../../network/facts.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { mountRepairs, serverRepairs } from '../ingress/nginx-repairs.ts'
import { crashesOf, findContainer, stoppedPod, type PlacedContainer } from './pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The process of a container ends, so there is nobody to answer. */
export const podCommandEnds: Cause = {
  code: 'pod-command-ends',
  section: '1-1',
  title: words('The container’s process ends instead of serving.', '컨테이너의 프로세스가 서비스하지 않고 끝나 버립니다.'),
  explanation: words(
    'A container lives as long as its first process. command replaces what the image starts by itself, args its arguments; a process that ends, or that does not understand them, is started again and again with growing pauses. kubectl logs --previous shows what it said.',
    '컨테이너는 첫 프로세스가 살아 있는 동안만 실행됩니다. command는 이미지가 시작하는 프로그램을, args는 그 인자를 바꿉니다. 프로세스가 끝나거나 인자를 이해하지 못하면 점점 긴 간격으로 다시 시작됩니다. kubectl logs --previous로 남긴 말을 볼 수 있습니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            image: nginx
    -       command: [echo, ready]
  `),
  matches: (failure) => {
    const found = findEnded(failure)
    if (found === undefined) return undefined
    const { pod, crash, placed } = found
    const { command = [], args = [] } = placed.container
    const field = command.length > 0 ? '.command' : args.length > 0 ? '.args' : ''
    const run = [...command, ...args].join(' ')
    return {
      where: { object: referenceTo(pod), path: `${placed.path}${field}` },
      weight: 2,
      facts: [
        ...(run === '' ? [] : [words(`it runs   ${run}`, `실행하는 명령   ${run}`)]),
        words(`exit code   ${crash.exitCode}`, `종료 코드   ${crash.exitCode}`),
        ...(crash.lastLine === '' ? [] : [words(`its last words   ${crash.lastLine}`, `마지막 로그   ${crash.lastLine}`)]),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findEnded(failure)
    if (found === undefined || where === undefined) return []
    const { pod, placed } = found
    return [
      ...mendedFlags(found).map((value) => editOf(where.object, where.path, value)),
      ...mountRepairs(failure, pod, placed),
      ...serverRepairs(failure, pod, placed),
    ]
  },
}

interface Ended {
  readonly pod: Pod
  readonly crash: Crash
  readonly placed: PlacedContainer
}

const findEnded = (failure: Failure): Ended | undefined => {
  const pod = stoppedPod(failure)
  if (pod === undefined) return undefined
  for (const crash of crashesOf(failure, pod)) {
    const placed = findContainer(pod, crash.container)
    if (placed !== undefined && crash.takenPort === undefined) return { pod, crash, placed }
  }
  return undefined
}

/** The flags of other programs for what this one calls otherwise. */
const FLAGS: readonly (readonly [RegExp, string])[] = [
  [/^--?port(=|$)/u, '--http-port$1'],
  [/^--?port=(\d+)$/u, '-listen=:$1'],
  [/^-p(=|$)/u, '--port$1'],
]

const mendedFlags = ({ placed: { container } }: Ended): readonly (readonly string[])[] => {
  const words = container.command ?? container.args ?? []
  return FLAGS.map(([pattern, flag]) => words.map((word) => word.replace(pattern, flag))).filter(
    (changed) => changed.join(' ') !== words.join(' '),
  )
}
