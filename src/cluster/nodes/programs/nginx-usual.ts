/** What stands in nearly every configuration of nginx, so that the list of all directives is seldom needed. */
import type { DirectiveCheck } from './nginx-config.ts'

/** By the block around: directives, and the numbers of words that each may have, most of them. `{` begins a block. */
const USUAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': { user: '12', worker_processes: '1', error_log: '12', pid: '1', 'events{': '0', 'http{': '0' },
  events: { worker_connections: '1' },
  http: { default_type: '1', sendfile: '1', keepalive_timeout: '12', 'server{': '0', 'types{': '0' },
  server: {
    listen: '123',
    server_name: '123',
    root: '1',
    index: '123',
    'location{': '12',
    return: '12',
    error_page: '23456',
    default_type: '1',
  },
  location: { root: '1', index: '123', return: '12', add_header: '23', default_type: '1' },
}

/** Whether a directive is one of these and fits. What is not may be right all the same. */
export const isUsual = (
  { name, args }: Parameters<DirectiveCheck>[0],
  isBlock: boolean,
  [outermost, ...blocks]: readonly string[],
): boolean => {
  if (name === 'include') return args.length === 1
  const around = blocks.at(-1) ?? outermost ?? ''
  if (around === 'types') return true
  const isKnown = outermost === undefined || outermost === 'events' || outermost === 'http'
  return isKnown && USUAL[around]?.[isBlock ? `${name}{` : name]?.includes(String(args.length)) === true
}
