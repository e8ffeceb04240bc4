/** Values that nginx refuses, in its words: seen from `nginx -t` of nginx 1.22. */
import { expect, test } from 'vitest'
import { nginx } from '../../../../../src/cluster/nodes/programs/nginx.ts'

const CONFIG = '/etc/nginx/nginx.conf'

/** The last line without its begin and the place; undefined where it starts. */
const faultOf = (http: string): string | undefined => {
  const files: Readonly<Record<string, string>> = { [CONFIG]: `events {}\nhttp { ${http} }\n` }
  const result = nginx.start({
    argv: ['nginx', '-g', 'daemon off;'],
    env: {},
    cwd: '/',
    files: { read: (path) => files[path], list: () => Object.keys(files) },
    hostname: 'web',
    namespace: 'default',
    podIp: '10.244.1.9',
    nowMs: 0,
    library: 'glibc',
    version: '1.27.3',
    viaEntrypoint: true,
    lookUp: () => ['10.96.0.9'],
  })
  if (result.kind === 'serves') return undefined
  const line = 'errors' in result ? (result.errors ?? '').split('\n').at(-2) : undefined
  return line?.replace('nginx: [emerg] ', '').replace(` in ${CONFIG}:2`, ' @')
}

test.each([
  ['if ($a) {}', 'unknown "a" variable'],
  ['if () { return 200; }', 'invalid condition ")" @'],
  ['if $host = a { return 200; }', 'invalid condition "$host" @'],
  ['if ($host == a) { return 200; }', 'unexpected "==" in condition @'],
  ['if ($host = a { return 200; }', 'invalid condition "a" @'],
  ['if (host = a) { return 200; }', 'invalid condition "host" @'],
  ['if ($host ~ "(") { return 200; }', 'pcre2_compile() failed: missing closing parenthesis in "(" @'],
  ['if (-x2 a) { return 200; }', 'invalid condition "-x2" @'],
  ['if ($host a) {return 200;}', 'invalid condition "$host" @'],
  ['if ($host =a) {return 200;}', 'invalid condition "$host" @'],
  ['if ($host = a b) {return 200;}', 'invalid condition "$host" @'],
  ['if (! -e $request_filename) { return 200; }', 'invalid condition "!" @'],
  ['if ($host ~* ) { return 200; }', 'invalid condition "$host" @'],
  ['if ($x = 1) { return 200; }', 'unknown "x" variable'],
  ['return 1000;', 'invalid return code "1000" @'],
  ['return abc;', 'invalid return code "abc" @'],
  ['return -1;', 'invalid return code "-1" @'],
  ['return /x;', 'invalid return code "/x" @'],
  ['return 200 $foo;', 'unknown "foo" variable'],
  ['return 200 "${x";', 'the closing bracket in "x" variable is missing @'],
  ['return 200 "a $ b";', 'invalid variable name @'],
  ['rewrite a b c;', 'invalid parameter "c" @'],
  ['rewrite ( b;', 'pcre2_compile() failed: missing closing parenthesis in "(" @'],
  ['set host a;', 'invalid variable name "host" @'],
  ['set $host a;', 'the duplicate "host" variable @'],
  ['location / { if ($host) { location /x {} } }', '"location" directive is not allowed here @'],
])('a server with %s', (text, fault) => {
  expect(faultOf(`server { ${text} }`)).toBe(fault)
})

test.each([
  'if (-f $request_filename) { return 200; }',
  'if ( $host = a ) {return 200;}',
  'if ($host !~* x) { break; }',
  'if ($host){ return 200; }',
  'if (!-e $request_filename) { rewrite ^ /i.php; }',
  'set $x a; return 200 $x;',
  'return 200 $arg_x$http_any$cookie_c$1;',
  'return https://$host$request_uri;',
  'return $scheme://$host;',
  'location ~ ^/(?<name>.+)\\.php$ { return 200 "$name"; }',
  'location / { if ($host) { return 200; root /a; set $y 1; add_header a b; } }',
  'rewrite ^/(.*)$ /x/$1 last;',
])('a server may have %s', (text) => {
  expect(faultOf(`server { ${text} }`)).toBeUndefined()
})

test.each([
  ['map $host x { default 1; }', 'invalid variable name "x" @'],
  ['map $host $x { a; }', 'invalid number of the map parameters @'],
  ['map $host $x { a b c; }', 'invalid number of the map parameters @'],
  ['map $host $x { default 1; default 2; }', 'duplicate default map parameter @'],
  ['map $host $x { a 1; a 2; }', 'conflicting parameter "a" @'],
  ['map $host $x { ~( 1; }', 'pcre2_compile() failed: missing closing parenthesis in "(" @'],
  ['map $host $host { a 1; }', 'the duplicate "host" variable @'],
  ['map $host $x { a $y; }', 'unknown "y" variable'],
  ['map $y $x { a 1; }', 'unknown "y" variable'],
  ['map $host { a 1; }', 'invalid number of arguments in "map" directive @'],
])('%s', (text, fault) => {
  expect(faultOf(text)).toBe(fault)
})

test('maps that are right', () => {
  expect(faultOf('map $host $x { hostnames; *.a.com 1; a.* 2; .b.com 3; }')).toBeUndefined()
  expect(faultOf('map $host $x { ~^(?<u>.*)$ $u; } server { return 200 $u$x; }')).toBeUndefined()
  expect(faultOf('map "$host:$uri" $x { volatile; "" e; \\default d; }')).toBeUndefined()
})
