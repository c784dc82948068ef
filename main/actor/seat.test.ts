import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../../common/random.ts";
import { readMessage, SIGNAL, splitSignature, writeMessage } from "./dbus/wire.ts";
import { type Seat, watchSeat } from "./seat.ts";
import { noBus, startLogin, type TestLogin } from "./testing/login1.ts";

const WITHIN_MS = 10_000;

function watch(
  t: TestContext,
  env: NodeJS.ProcessEnv,
): { said: Seat[]; until(seats: readonly Seat[]): Promise<void> } {
  const said: Seat[] = [];
  t.after(watchSeat(env, (seat) => said.push(seat)));
  return {
    said,
    async until(seats) {
      for (let waited = 0; waited < WITHIN_MS && said.length < seats.length; waited += 20) await wait(20);
      assert.deepEqual(said, seats);
    },
  };
}

describe("whether the person's session is on the screen", { skip: noBus }, () => {
  const withLogin = async (t: TestContext): Promise<TestLogin> => {
    const login = await startLogin();
    t.after(() => login.stop());
    return login;
  };

  it("is told when it is locked and opened, and when the computer sleeps and wakes", async (t) => {
    const login = await withLogin(t);
    const { until } = watch(t, login.env);
    await until(["here"]);
    login.lock(true);
    await until(["here", "locked"]);
    login.sleep(true);
    await until(["here", "locked", "asleep"]);
    login.sleep(false);
    await until(["here", "locked", "asleep", "locked"]);
    login.lock(false);
    await until(["here", "locked", "asleep", "locked", "here"]);
  });

  it("is found without a session's number, and known as locked from the start", async (t) => {
    const login = await withLogin(t);
    login.lock(true);
    const { until } = watch(t, { ...login.env, XDG_SESSION_ID: "" });
    await until(["locked"]);
  });

  it("stays locked while nobody can say more, and opens when somebody does", async (t) => {
    const login = await withLogin(t);
    const { until, said } = watch(t, login.env);
    await until(["here"]);
    login.lock(true);
    await until(["here", "locked"]);
    login.leave();
    await wait(300);
    assert.deepEqual(said, ["here", "locked"]);
    await login.start();
    login.lock(false);
    await until(["here", "locked", "here"]);
  });

  it("counts as there where nobody knows of sessions", async (t) => {
    const { until } = watch(t, { DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/nonexistent/bus" });
    await until(["here"]);
  });
});

describe("D-Bus messages", () => {
  // From the specification's own example of a variant in an array of pairs, and what logind sends.
  const message = {
    type: SIGNAL,
    serial: 9,
    path: "/a/b",
    interface: "a.B",
    member: "Changed",
    signature: "sa{sv}asyb(iu)",
    body: [
      "a.B",
      [
        ["LockedHint", { signature: "b", value: true }],
        ["Nest", { signature: "a{sv}", value: [["x", { signature: "s", value: "안녕" }]] }],
      ],
      ["one", "two"],
      7,
      false,
      [-3, 4_000_000_000],
    ],
  };

  it("read as they were written, also in pieces", () => {
    const bytes = writeMessage(message);
    for (let size = 0; size < bytes.length; size++)
      assert.equal(readMessage(bytes.subarray(0, size)), undefined);
    const read = readMessage(Buffer.concat([bytes, bytes]));
    assert.equal(read?.size, bytes.length);
    assert.deepEqual({ ...read?.message }, message);
  });

  it("that are broken are refused, and never read beyond their end", () => {
    const bytes = writeMessage(message);
    const random = createRandom(5);
    for (let round = 0; round < 20_000; round++) {
      const broken = Uint8Array.from(bytes);
      for (let changes = 0; changes < 3; changes++)
        broken[Math.floor(random.next() * broken.length)] = Math.floor(random.next() * 256);
      try {
        const read = readMessage(broken);
        assert.ok(read === undefined || read.size <= broken.length);
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }
  });

  it("name their types by the specification's letters only", () => {
    assert.deepEqual(splitSignature("sa{sv}as(iu)"), ["s", "a{sv}", "as", "(iu)"]);
    for (const wrong of ["z", "a", "(s", "{s", "a()"]) assert.throws(() => splitSignature(wrong), RangeError);
  });
});
