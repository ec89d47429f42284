// Replaces packages that an app requires, without changes to the app. Usage: node --require.
// MAP_PACKAGES: JSON of package -> package, like {"cdktf":"cdktn"}.
// MAP_PACKAGES_FOLDER: folder with their node_modules.
const Module = require("node:module");

const packages = Object.entries(JSON.parse(process.env.MAP_PACKAGES));
const paths = [process.env.MAP_PACKAGES_FOLDER];
const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, parent, isMain, options) {
  const mapped = packages.find(([name]) => request === name || request.startsWith(`${name}/`));
  if (mapped === undefined) return resolve.call(this, request, parent, isMain, options);
  const [name, other] = mapped;
  return resolve.call(this, other + request.slice(name.length), parent, isMain, { paths });
};
