import { findFreePort, startServer } from "../emulators/server";
import { startEmulators } from "../emulators/start-emulators";

const environment = { PATH: process.env["PATH"] };
const start = async (script: string) => {
  const port = await findFreePort();
  return startServer(process.execPath, ["-e", script, String(port)], { port, healthPath: "/health", environment });
};

it("returns a server that responds, and stops it", async () => {
  const server = await start(
    'require("node:http").createServer((_, response) => response.end("ok")).listen(process.argv[1], "127.0.0.1")',
  );

  expect(await (await fetch(server.url)).text()).toBe("ok");
  await server.stop();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});

it("reports exit code and output of a server that ends", async () => {
  await expect(start('console.error("no database"); process.exitCode = 3')).rejects.toThrow(
    /ended with exit code 3:\nno database/,
  );
});

it("reports a server that does not exist", async () => {
  const port = await findFreePort();

  await expect(startServer("/no/such/program", [], { port, healthPath: "/", environment })).rejects.toThrow(
    "/no/such/program",
  );
});

it("names the Python that startEmulators cannot start", async () => {
  await expect(startEmulators({ programs: "/no/such/folder" })).rejects.toThrow("/no/such/folder/python");
});
