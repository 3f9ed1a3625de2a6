import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tuneForShortRuns } from '../../host/engine-tuning.ts';

const flagsFor = (version: string): string[] => {
  const flags: string[] = [];
  tuneForShortRuns(version, (flag) => flags.push(flag));
  return flags;
};

test('a version of V8 that was measured gets its figure, any other is left alone', () => {
  expect(flagsFor('11.3.244.8-node.33')).toEqual(['--interrupt-budget=600000']);
  expect(flagsFor('12.4.254.21-node.57')).toEqual(['--invocation-count-for-turbofan=30000']);
  for (const version of ['11.30.1', '1.1', '113', '99.1.2.3', '']) expect(flagsFor(version)).toEqual([]);
});

test('this V8 knows what it is told, and says nothing', () => {
  const [flag] = flagsFor(process.versions.v8);
  const script = `require('node:v8').setFlagsFromString(${JSON.stringify(flag ?? '--interrupt-budget=1')}); console.log('on')`;
  const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'on\n', ...(flag !== undefined && { stderr: '' }) });
});
