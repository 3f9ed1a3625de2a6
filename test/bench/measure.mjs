/** Runs one command and tells its wall time and CPU time, with all that it started, and the peak memory of its largest process. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks at the memory of running processes. The peak itself is kept by the system. */
const LOOK = 20;

/**
 * `sh` adds up the CPU time of what it waits for, native programs included, and git behind Node too.
 * @param command the program and its arguments
 * @returns {Promise<{ status: number, stderr: string, wall: number, cpu: number | undefined, peak: number | undefined }>} seconds and MiB; what the platform does not tell is undefined
 */
export function measure(command, { cwd, env = {} }) {
  const posix = process.platform !== 'win32';
  const [program, ...args] = posix ? ['sh', '-c', '"$@" >/dev/null; code=$?; times >&3; exit $code', 'sh', ...command] : command;
  return new Promise((done, fail) => {
    const started = process.hrtime.bigint();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    let times = '';
    let peak;
    child.stderr.on('data', (bytes) => {
      stderr = (stderr + bytes).slice(-2000);
    });
    child.stdio[3].on('data', (bytes) => {
      times += bytes;
    });
    const timer = setInterval(() => {
      peak = Math.max(peak ?? 0, peakBelow(child.pid)) || undefined;
    }, LOOK);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      const wall = Number(process.hrtime.bigint() - started) / 1e9;
      done({ status: code ?? 2, stderr, wall, cpu: secondsIn(times), peak });
    });
  });
}

/** The second line that `times` writes is of the children: `0m1.25s 0m0.11s`. */
function secondsIn(times) {
  const found = /^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/.exec(times.trim().split('\n')[1] ?? '');
  return found ? Number(found[1]) * 60 + Number(found[2]) + Number(found[3]) * 60 + Number(found[4]) : undefined;
}

/** The highest peak (`VmHWM`) among a process and its descendants; 0 where there is no /proc. */
function peakBelow(pid) {
  try {
    const own = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const below = children === '' ? [] : children.split(' ').map(peakBelow);
    return Math.max(own ? Number(own[1]) / 1024 : 0, ...below);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Can this machine tell the memory of a process? */
export const tellsMemory = existsSync('/proc/self/status');

export function median(list) {
  const sorted = list.filter((one) => one !== undefined).toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 || sorted.length === 0 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
