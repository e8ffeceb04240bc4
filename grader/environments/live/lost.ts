import { Problem } from '../../terminal/problem.ts'
import type { LiveClient } from './client.ts'

/** A server that is gone before what was made in it could be removed is told with what to do about that; other failures stay what they are. */
export const lost = (error: unknown, { config, typed }: LiveClient, made: number): unknown =>
  error instanceof Problem && error.code === 'cluster-unreachable' && made > 0
    ? new Problem(
        'cluster-lost',
        {
          context: config.getCurrentContext(),
          server: config.getCurrentCluster()?.server ?? '',
          reason: error.detail['reason'] ?? '',
          place: typed.place,
        },
        error,
      )
    : error
