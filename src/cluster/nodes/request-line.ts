import type { RequestQuestion } from '../../network/model.ts'

export interface RequestLine {
  readonly method: string
  readonly host: string
  readonly userAgent: string
  /** For whom proxies sent it, as they say; empty where none says. */
  readonly forwardedFor: string
}

export const toRequestLine = ({ method = 'GET', url, headers = {} }: RequestQuestion): RequestLine => ({
  method,
  host: headers['host'] ?? /^\w+:\/\/([^/?#]*)/u.exec(url)?.[1] ?? '',
  userAgent: headers['user-agent'] ?? '',
  forwardedFor: headers['x-forwarded-for'] ?? '',
})
