/** What an Ingress controller or a Gateway decided, in words. */
import type { FieldReference } from '../../kubernetes/object.ts'
import type { RouteHop } from '../../network/model.ts'
import { same, words, type Words } from '../words.ts'
import type { WalkRow } from './walk.ts'

const ROUTES: Readonly<Record<RouteHop['decision'], Words>> = {
  matched: words('matched', '일치'),
  'default-backend': words('default backend', '기본 백엔드'),
  'no-rule': words('no rule fits', '맞는 규칙 없음'),
  'no-controller': words('no controller', '컨트롤러 없음'),
  'backend-missing': words('no such Service', '그런 Service 없음'),
  'backend-port-unknown': words('no such port', '그런 포트 없음'),
  'no-ready-endpoint': words('no ready endpoint', '준비된 엔드포인트 없음'),
  redirect: words('redirect', '리디렉션'),
  'no-listener': words('no listener takes it', '받는 리스너 없음'),
  'backend-kind-unknown': words('a kind of backend that it cannot serve', '보낼 수 없는 종류의 백엔드'),
  'reference-not-permitted': words('no ReferenceGrant permits it', '허용하는 ReferenceGrant 없음'),
  'no-backend': words('no backend gets any traffic', '트래픽을 받는 백엔드 없음'),
  'filter-unknown': words('a filter that it does not know', '알 수 없는 필터'),
  'access-denied': words('access denied', '접근 거부'),
  answered: words('answered itself', '직접 응답'),
}

/** The part of an annotation that names it: `auth-url`; other fields as they are. */
const nameOf = ({ path }: FieldReference): string => /\/([^\]/]+)\]$/u.exec(path)?.[1] ?? path

const joined = (parts: readonly Words[], separator: string): Words =>
  words(parts.map(({ en }) => en).join(separator), parts.map(({ ko }) => ko).join(separator))

const details = (hop: RouteHop): readonly Words[] => {
  const { requestedHost, requestedPath, forwardedPath, forwardedHost, mirrors = [], dependsOn = [] } = hop
  const copies = mirrors.map(({ name }) => name).join(', ')
  const others = dependsOn.map(nameOf).join(', ')
  return [
    ...(forwardedPath === undefined || forwardedPath === requestedPath ? [] : [same(`${requestedPath} → ${forwardedPath}`)]),
    ...(forwardedHost === undefined ? [] : [same(`Host ${requestedHost} → ${forwardedHost}`)]),
    ...(copies === '' ? [] : [words(`a copy to ${copies}`, `${copies}에 복사본`)]),
    ...(others === '' ? [] : [words(`depends on ${others} besides`, `${others}에 따라서도 달라짐`)]),
  ]
}

/** One row: the rule, where it leads, what is changed on the way, and what else it depends on. */
export const explainRoute = (hop: RouteHop): WalkRow => {
  const { requestedHost, requestedPath, rule, listener, service, decision } = hop
  const where = rule === undefined ? '' : `${rule.object.name} ${rule.path}`
  const to = service === undefined ? '' : ` → ${service.name}`
  const router = listener === undefined ? 'ingress' : `gateway ${listener.object.name}`
  return {
    place: same(`${router} ${requestedHost}${requestedPath}`),
    detail: joined([...(`${where}${to}` === '' ? [] : [same(`${where}${to}`)]), ...details(hop)], ', '),
    outcome: ROUTES[decision],
  }
}
