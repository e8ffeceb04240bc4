/** Ports of the cluster's own programs that say that they are well. */
import { page, tcp, type ProgramListener } from './program.ts'

export const answersOk = (program: string, port: number, body = 'OK'): ProgramListener =>
  tcp(program, port, { address: '::', http: page(body, 'text/plain') ?? [] })
