/** In the place of VS Code's native logger, which would have to be compiled: appends lines to files. Without it VS Code writes no logs. */
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = LEVELS.indexOf('info');
    this.bare = false;
    for (const [level, name] of LEVELS.entries()) this[name === 'warning' ? 'warn' : name] = (message) => this.write(level, message);
  }

  write(level, message) {
    if (level < this.level) return;
    const line = this.bare ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`;
    try {
      appendFileSync(this.file, line);
    } catch {
      // The folder may be gone already when the last lines arrive.
    }
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  clearFormatters() {
    this.bare = true;
  }

  setPattern() {}
  flush() {}
  drop() {
    this.level = LEVELS.length;
  }
}

const make = async (kind, name, file) => {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(kind, name, file);
};

// One by one: VS Code imports them by name, and Node finds the names of a CommonJS module by such lines.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = (name, file) => make('rotating', name, file);
exports.createAsyncRotatingLogger = (name, file) => make('async', name, file);
