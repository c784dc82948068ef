/** The `beckon` command: finds the command, runs it, and turns what happened into words and an exit code. */
import { runCli } from "./run-cli.ts";

const stop = new AbortController();
// A second Ctrl+C ends at once, should the first have got stuck.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());
// The shim that started us is gone (killed, or its terminal closed), so nobody is there to stop us.
if (process.channel) {
  process.once("disconnect", () => stop.abort());
  process.channel.unref();
}
// `beckon listen | head` closes the pipe; that is no fault of anybody's.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  stop.abort();
});

process.exitCode = await runCli(process.argv.slice(2), stop.signal);
// A terminal, or a pipe whose other end still sends, would keep this process alive although its work is done.
process.stdin.destroy();
