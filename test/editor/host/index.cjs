/** What VS Code runs as its tests: Mocha from the cache folder, over every *.test.cjs beside this file. */
const { readdirSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

/** @returns {Promise<void>} rejects when a test failed, which VS Code turns into the exit code */
exports.run = () =>
  new Promise((resolve, reject) => {
    const Mocha = createRequire(join(process.env.HOST_TEST_CACHE, 'package.json'))('mocha');
    const results = [];
    class Report {
      constructor(runner) {
        runner.on('pass', (test) => results.push({ title: test.fullTitle() }));
        runner.on('fail', (test, error) => results.push({ title: test.fullTitle(), error: error.stack ?? String(error) }));
      }
    }
    const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Report });
    for (const file of readdirSync(__dirname)) if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
    mocha.run((failures) => {
      writeFileSync(process.env.HOST_TEST_REPORT, JSON.stringify(results));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
