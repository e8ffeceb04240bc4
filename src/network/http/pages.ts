const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  416: 'Requested Range Not Satisfiable',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** The words nginx prints beside a status, e.g. `Service Temporarily Unavailable`. */
const reasonOf = (status: number): string => REASONS[status] ?? ''

/**
 * The page nginx makes up for a status. `signature` is what it puts below, its name or its name and version; `why` is more than the status says.
 */
export function statusPage(status: number, signature: string, why?: string): string {
  const heading = `${status} ${reasonOf(status)}`.trim()
  const title = why === undefined ? heading : `${status} ${why}`
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${heading}</h1></center>`,
    ...(why === undefined ? [] : [`<center>${why}</center>`]),
    `<hr><center>${signature}</center>`,
    '</body>',
    '</html>',
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}
