import { editOf } from '../../repair/patch.ts'
import type { Failure } from '../../failure.ts'
import { fitsPath } from '../../../network/ingress/matching.ts'
import { routeHopOf } from '../evidence.ts'
import { askedUrl, isSamePlace, meantPaths, pathsOfHost, rewriteRepairs, type MeantPath } from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Of several paths that fit, the longest has the request. */
export const ingressLongerPathWins: Cause = {
  code: 'ingress-longer-path-wins',
  section: '4-1',
  title: words('A longer path takes the request.', '더 긴 경로가 요청을 가져갑니다.'),
  explanation: words(
    'Where several paths of a host fit, the longest wins, and of two of the same length Exact wins; their order in the manifest does not count. Give the longer path the right backend, or make it Exact so that it takes no more than itself.',
    '한 호스트의 여러 경로가 맞으면 매니페스트의 순서와 관계없이 가장 긴 것이 이기고, 길이가 같으면 Exact가 이깁니다. 긴 경로의 백엔드를 고치거나, Exact로 바꿔 그 경로만 받게 하세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
          - http:
              paths:
                - path: /
                  pathType: Prefix
                - path: /app
    -             pathType: Prefix
    +             pathType: Exact
  `),
  matches: (failure) => {
    const found = findContest(failure)
    if (found === undefined) return undefined
    const { winner, other } = found
    return {
      where: winner.where,
      weight: 2,
      facts: [
        words(`it goes to   ${winner.service}, by ${winner.path}`, `보내는 곳   ${winner.service}, 경로 ${winner.path}`),
        words(`${other.service} has the shorter   ${other.path}`, `${other.service}의 더 짧은 경로   ${other.path}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findContest(failure)
    if (found === undefined || where === undefined) return []
    const place = where.path.replace(/\.path$/u, '')
    return [
      editOf(where.object, `${place}.backend.service.name`, found.other.service),
      editOf(where.object, `${place}.pathType`, 'Exact'),
      editOf(where.object, place, undefined),
      ...rewriteRepairs(failure),
    ]
  },
}

interface Contest {
  readonly winner: MeantPath
  readonly other: MeantPath
}

const findContest = (failure: Failure): Contest | undefined => {
  const hop = routeHopOf(failure)
  const asked = askedUrl(failure)?.pathname
  if (hop?.decision !== 'matched' || hop.rule === undefined || asked === undefined) return undefined
  const { rule } = hop
  const winner = pathsOfHost(failure).find(({ where }) => isSamePlace(where, rule))
  const other = meantPaths(failure).find((one) => one !== winner && fitsPath(one, asked))
  if (winner === undefined || other === undefined || winner.service === other.service) return undefined
  return winner.path.length > other.path.length || winner.pathType === 'Exact' ? { winner, other } : undefined
}
