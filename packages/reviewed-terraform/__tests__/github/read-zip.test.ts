import { deflateRawSync } from "node:zlib";
import { readZip } from "../../src/github/read-zip";
import { givenZip } from "../../testing/mock-github/given-zip";

describe("readZip", () => {
  it("returns each file by its name", async () => {
    const text = "x".repeat(10_000);

    const files = await readZip(givenZip({ "a.json": "{}", "folder/": "", "folder/b.txt": text }), "it");

    expect([...files.keys()]).toEqual(["a.json", "folder/b.txt"]);
    expect(files.get("folder/b.txt")?.toString()).toBe(text);
  });

  it("reads files that are not packed", async () => {
    const zip = givenZip({ "a.txt": "hello" });
    const packed = deflateRawSync("hello");
    const plain = Buffer.from(zip);
    const at = plain.indexOf(packed);
    Buffer.from("hello").copy(plain, at);
    const central = plain.indexOf(Buffer.from("504b0102", "hex"));
    plain.writeUInt16LE(0, central + 10);
    plain.writeUInt32LE(5, central + 20);

    expect((await readZip(plain, "it")).get("a.txt")?.toString()).toBe("hello");
  });

  const zip = givenZip({ "a.txt": "hello" });
  const changed = (at: number, byte: number): Buffer => {
    const copy = Buffer.from(zip);
    copy[at] = byte;
    return copy;
  };

  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["a file of another type", Buffer.from("this is no zip at all, but some longer text")],
    ["a zip without its start", zip.subarray(20)],
    ["an invalid header of a file", changed(0, 1)],
    ["an invalid header of the central directory", changed(zip.indexOf(Buffer.from("504b0102", "hex")), 1)],
    ["a size beyond its end", changed(zip.indexOf(Buffer.from("504b0102", "hex")) + 22, 9)],
    ["a compressed size beyond its end", changed(zip.indexOf(Buffer.from("504b0102", "hex")) + 20, 99)],
    ["a file larger than declared", changed(zip.indexOf(Buffer.from("504b0102", "hex")) + 24, 1)],
    ["a file smaller than declared", changed(zip.indexOf(Buffer.from("504b0102", "hex")) + 24, 9)],
    ["a file that unpacks to more than 16 MiB", givenZip({ "a.txt": "x".repeat(17 * 1024 * 1024) })],
    [
      "files that unpack to more than 64 MiB in total",
      givenZip(Object.fromEntries([1, 2, 3, 4, 5].map((each) => [`${each}.txt`, "x".repeat(13 * 1024 * 1024)]))),
    ],
  ])("rejects %s", async (_what, content) => {
    await expect(readZip(content, "artefact plan-a")).rejects.toThrow("artefact plan-a is not a valid zip file");
  });
});
