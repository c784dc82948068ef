import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { countTakes, readManifest } from "./manifest.ts";
import { makeFolder, manifest, MANIFEST_HEAD, type Files } from "./test-folder.ts";

async function fault(dir: string): Promise<BeckonError["fault"]> {
  try {
    await readManifest(dir);
  } catch (error) {
    if (error instanceof BeckonError) return error.fault;
    throw error;
  }
  assert.fail("the manifest was taken");
}

const faultOf = (text: string | Uint8Array, more: Files = {}): Promise<BeckonError["fault"]> =>
  fault(makeFolder({ "a.wav": "x", "b.wav": "x", ...more, "manifest.csv": text }));

describe("manifest", () => {
  it("gives its rows in order, with what they say", async () => {
    const dir = makeFolder({
      "manifest.csv": manifest(
        "a.wav,sound,p1,손 들기,2,phone",
        'sub/b.csv,motion,p1,"on, off",,',
        "a b.wav,sound,p2,_background,,",
      ),
      "a.wav": "x",
      "sub/b.csv": "x",
      "a b.wav": "x",
    });
    const rows = (await readManifest(dir)).map(({ file, thing, ...row }) => {
      assert.equal(thing, join(dir, row.path));
      assert.ok(file.endsWith(row.path));
      return row;
    });
    assert.deepEqual(rows, [
      { path: "a.wav", kind: "sound", person: "p1", label: "손 들기", session: 2, source: "phone" },
      { path: "sub/b.csv", kind: "motion", person: "p1", label: "on, off", session: 1, source: "" },
      { path: "a b.wav", kind: "sound", person: "p2", label: "_background", session: 1, source: "" },
    ]);
    assert.deepEqual(
      countTakes(rows).get("p1"),
      new Map([
        ["손 들기", 1],
        ["on, off", 1],
      ]),
    );
  });

  it("is read as a spreadsheet saves it: BOM, CRLF, semicolons, other columns, another order", async () => {
    const text = "\ufeffLabel;Note;Path;Kind;Person\r\nup;x;a.wav;sound;p1\r\n";
    const [row] = await readManifest(makeFolder({ "manifest.csv": text, "a.wav": "x" }));
    assert.deepEqual([row?.path, row?.label, row?.session], ["a.wav", "up", 1]);
  });

  it("names the line, what is wrong and what to do", async () => {
    const { thing, problem, remedy } = await faultOf(
      manifest("a.wav,sound,p1,up,1,", "b.wav,video,p1,up,1,"),
    );
    assert.match(thing, /manifest\.csv, line 3$/);
    assert.equal(problem, 'Its kind is "video".');
    assert.equal(remedy, "The kinds are sound and motion.");
  });

  const texts: Record<string, readonly (string | Uint8Array)[]> = {
    "manifest-empty": ["", "\n\n", `${MANIFEST_HEAD}\n`],
    "manifest-columns": ["path,kind\na.wav,sound\n", "a.wav,sound,p1,up,1,x\n", "\x89PNG"],
    "manifest-row": [manifest("a.wav,sound"), manifest("a.wav,sound,p1,on, off,1,x")],
    "manifest-quote": [manifest('a.wav,sound,p1,"up,1,')],
    "manifest-kind": [manifest("a.wav,video,p1,up,1,"), manifest("a.wav,,p1,up,1,")],
    "manifest-session": [
      manifest("a.wav,sound,p1,up,monday,"),
      manifest("a.wav,sound,p1,up,0,"),
      manifest("a.wav,sound,p1,up,-1,"),
    ],
    "manifest-person": [manifest("a.wav,sound,,up,1,")],
    "manifest-twice": [
      manifest("a.wav,sound,p1,up,1,", "a.wav,sound,p1,down,1,"),
      manifest("a.wav,sound,p1,up,1,", "./a.wav,sound,p1,up,1,"),
    ],
    "manifest-encoding": [Buffer.from(manifest("a.wav,sound,p1,é,1,"), "latin1")],
    "manifest-outside": [
      "..",
      "../a.wav",
      "sub/../../a.wav",
      "/etc/hostname",
      "..\\a.wav",
      "C:\\a.wav",
      "C:a.wav",
      "\\\\host\\a.wav",
      "",
      " ",
      "a\0.wav",
    ].map((path) => manifest(`"${path}",sound,p1,up,1,`)),
    "file-missing": [manifest("c.wav,sound,p1,up,1,"), manifest("a.wav/b.wav,sound,p1,up,1,")],
    "label-empty": [manifest("a.wav,sound,p1,,1,")],
    "label-control": [manifest('a.wav,sound,p1,"two\nlines",1,'), manifest('a.wav,sound,"p\n1",up,1,')],
    "label-long": [manifest(`a.wav,sound,p1,${"x".repeat(300)},1,`)],
    "label-spaces": [manifest("a.wav,sound,p1, up,1,")],
    "label-reserved": [manifest("a.wav,sound,p1,_noise,1,")],
  };
  for (const [code, list] of Object.entries(texts)) {
    it(`is refused with ${code}`, async () => {
      for (const text of list) assert.equal((await faultOf(text)).code, code, JSON.stringify(String(text)));
    });
  }

  it("does not follow a link out of the folder, be it a file's or a folder's", async () => {
    const outside = makeFolder({ "a.wav": "secret" });
    const dir = makeFolder({ "manifest.csv": manifest("link.wav,sound,p1,up,1,") });
    symlinkSync(join(outside, "a.wav"), join(dir, "link.wav"));
    assert.equal((await fault(dir)).code, "manifest-outside");
    const other = makeFolder({ "manifest.csv": manifest("sub/a.wav,sound,p1,up,1,") });
    symlinkSync(outside, join(other, "sub"));
    assert.equal((await fault(other)).code, "manifest-outside");
  });

  it("follows a link inside the folder, but counts one file once", async () => {
    const dir = makeFolder({ "a.wav": "x", "manifest.csv": manifest("link.wav,sound,p1,up,1,") });
    symlinkSync("a.wav", join(dir, "link.wav"));
    assert.equal((await readManifest(dir)).length, 1);
    const twice = makeFolder({
      "a.wav": "x",
      "manifest.csv": manifest("a.wav,sound,p1,up,1,", "link.wav,sound,p1,up,1,"),
    });
    symlinkSync("a.wav", join(twice, "link.wav"));
    assert.equal((await fault(twice)).code, "manifest-twice");
  });

  it("says whether the folder or only its list is missing", async () => {
    const dir = makeFolder({ "a.wav": "x" });
    assert.equal((await fault(dir)).code, "manifest-missing");
    assert.equal((await fault(join(dir, "nothing"))).code, "folder-missing");
    assert.equal((await fault(join(dir, "a.wav"))).code, "folder-missing");
  });

  it("that is a folder itself cannot be read", async () => {
    const dir = makeFolder({});
    mkdirSync(join(dir, "manifest.csv"));
    assert.equal((await fault(dir)).code, "file-unreadable");
  });
});
