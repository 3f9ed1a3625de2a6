/** In the place of VS Code's native watchdog, which would have to be compiled: ends the extension host when its server is gone. */
const EVERY = 2000;

module.exports = {
  start(parent) {
    const look = () => {
      try {
        process.kill(parent, 0);
      } catch {
        process.exit(87);
      }
    };
    setInterval(look, EVERY).unref();
  },
  exit: (code) => process.exit(code),
};
