import { errorCode } from '../error-code';

/** Signals a whole process group; one that is already gone is no error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    const code = errorCode(error);
    // macOS answers EPERM for a group of which only zombies are left.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
