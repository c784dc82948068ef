import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

const here = import.meta.dirname;
const WHO = { name: "Mina", carer: true };

/** Every text with its path; functions are called with values that show in what they give. */
function textsOf(table: object, path = ""): [path: string, text: string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`;
    if (typeof value === "string") return [[at, value]];
    if (typeof value === "function") return [[at, String(call(value as (...args: never[]) => string, at))]];
    return textsOf(value as object, at);
  });
}

function call(text: (...args: never[]) => string, path: string): string {
  const source = text.toString();
  const names = source.slice(source.indexOf("(") + 1, source.indexOf(")")).split(",");
  const args = Array.from({ length: text.length }, (_, i) => {
    const name = (names[i] ?? (/^(who)\b/.exec(source)?.[1] || "")).trim();
    if (name === "who" || source.startsWith("who")) return WHO;
    return /count|number|^of$|good|wanted|seconds|takes|commands|percent|heard|tested|hours|minutes|times|equal|wrong/.test(
      name,
    ) && !/hours\b.*bytes/.test(path)
      ? 3
      : "물";
  });
  return text(...(args as never[]));
}

test("the Korean table says everything the English one says", () => {
  const english = textsOf(en).map(([path]) => path.replace(/\.\d+$/, ""));
  const korean = textsOf(ko).map(([path]) => path.replace(/\.\d+$/, ""));
  assert.deepEqual([...new Set(korean)].sort(), [...new Set(english)].sort());
});

test("no text is empty but the advice that nothing is to be done", () => {
  for (const table of [en, ko]) {
    for (const [path, text] of textsOf(table)) {
      assert.ok(text.trim() !== "" || path === ".result.advice.none", path);
    }
  }
});

test("Korean texts are Korean, English ones are not", () => {
  const foreign =
    /^\.(letters\.rows\.\d|result\.advice\.none|indicator\.changed|appName|locale|languageName|actions\.names\.escape)$/;
  for (const [path, text] of textsOf(ko)) {
    if (!foreign.test(path)) assert.match(text.replaceAll("물", ""), /[가-힣]/, `${path}: ${text}`);
  }
  for (const [path, text] of textsOf(en)) assert.doesNotMatch(text.replaceAll("물", ""), /[가-힣]/, path);
});

test("no fixed particle stands after something inserted, and none is left open but the neutral form", () => {
  for (const [path, text] of textsOf(ko)) {
    assert.doesNotMatch(text.replace(/[을은이와]\([를는가과]\)/g, ""), /(를\/을|을\/를|은\/는|이\/가)/, path);
  }
  for (const file of globSync("ko*.ts", { cwd: here })) {
    const source = readFileSync(`${here}/${file}`, "utf8");
    // "님" and counters have their own fixed particles; anything else inserted goes through particles.ts.
    assert.doesNotMatch(source, /\$\{quoted\([a-z]+\)\}(을|를|이|가|은|는|와|과|으로|로)\b/, file);
    assert.doesNotMatch(
      source,
      /\$\{(label|name|what|word)\}['’”"]?(을|를|이|가|은|는|와|과|으로|로)[ .]/,
      file,
    );
  }
});

test("plain words: nobody is told of false positives, inference or datasets", () => {
  for (const [path, text] of textsOf(en)) {
    assert.doesNotMatch(text, /false positive|inference|dataset|classif|neural|threshold|parameter/i, path);
  }
});

test("no screen or part says anything that is not in the tables", () => {
  const files = globSync("../{screens,parts,capture,scanning}/**/*.tsx", { cwd: here });
  assert.ok(files.length > 20);
  const found = files.flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(`${here}/${file}`, "utf8"),
      ts.ScriptTarget.ESNext,
      true,
      ts.ScriptKind.TSX,
    );
    return hardCoded(source).map((words) => `${file}: ${words}`);
  });
  assert.deepEqual(found, []);
});

test("a hard-coded word would be found", () => {
  const source = ts.createSourceFile(
    "probe.tsx",
    `const a = <p title="Hello">Two words {"three"} {cond ? "four" : \`five \${x}\`}</p>;`,
    ts.ScriptTarget.ESNext,
    true,
    ts.ScriptKind.TSX,
  );
  assert.deepEqual(hardCoded(source), ["Hello", "Two words", "three", "four", "five "]);
});

/** Words in a place where a person would see or hear them. */
function hardCoded(source: ts.SourceFile): string[] {
  const spoken =
    /^(title|label|lead|hint|aria-label|alt|placeholder|question|yes|tag|problem|remedy|closeLabel)$/;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node.text.trim());
    if (ts.isJsxAttribute(node) && spoken.test(node.name.getText(source)) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) note(node.initializer.text);
      else strings(node.initializer);
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) strings(node);
    ts.forEachChild(node, visit);
  };
  /** Strings that are shown as they are: not those inside an element of their own, or in a comparison or call. */
  const strings = (node: ts.Node): void => {
    ts.forEachChild(node, (child) => {
      if (ts.isJsxElement(child) || ts.isJsxSelfClosingElement(child) || ts.isJsxFragment(child)) return;
      if (ts.isCallExpression(child) || ts.isElementAccessExpression(child) || ts.isArrowFunction(child))
        return;
      if (ts.isBinaryExpression(child) && /^[=!]==?$/.test(child.operatorToken.getText(source))) return;
      if (ts.isStringLiteral(child) || ts.isNoSubstitutionTemplateLiteral(child)) note(child.text);
      else if (ts.isTemplateExpression(child)) {
        for (const part of [child.head, ...child.templateSpans.map(({ literal }) => literal)])
          note(part.text);
      } else strings(child);
    });
  };
  const note = (words: string): void => {
    if (/\p{L}/u.test(words)) found.push(words);
  };
  visit(source);
  return found;
}
