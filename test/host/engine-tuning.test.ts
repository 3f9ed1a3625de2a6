import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tuneForShortRuns } from '../../host/engine-tuning.ts';

const flagsFor = (version: string): string[] => {
  const flags: string[] = [];
  tuneForShortRuns(version, (flag) => flags.push(flag));
  return flags;
};

test('a version of V8 that was measured gets its figure, any other is left alone', () => {
  expect(flagsFor('11.3.244.8-node.33')).toEqual(['--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=150']);
  expect(flagsFor('12.4.254.21-node.57')).toEqual(['--invocation-count-for-turbofan=30000']);
  for (const version of ['11.30.1', '1.1', '113', '99.1.2.3', '']) expect(flagsFor(version)).toEqual([]);
});

test('this V8 knows what it is told, and says nothing', () => {
  const script = `for (const flag of ${JSON.stringify(flagsFor(process.versions.v8))}) require('node:v8').setFlagsFromString(flag); console.log('on')`;
  expect(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: 'on\n', stderr: '' });
});
