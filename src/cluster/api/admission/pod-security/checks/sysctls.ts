import type { Check, Rule } from '../check.ts'

const AT_FIRST = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
] as const
const SINCE_27 = [...AT_FIRST, 'net.ipv4.ip_local_reserved_ports'] as const
const SINCE_29 = [
  ...SINCE_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
] as const
const SINCE_32 = [...SINCE_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'] as const

const allowing =
  (allowed: readonly string[]): Rule =>
  ({ spec }) => {
    const bad = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !allowed.includes(name))
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') }
  }

export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  versions: [
    { since: 0, rule: allowing(AT_FIRST) },
    { since: 27, rule: allowing(SINCE_27) },
    { since: 29, rule: allowing(SINCE_29) },
    { since: 32, rule: allowing(SINCE_32) },
  ],
}
