/** Updater of commit-and-tag-version for package-lock.json, with the versions of this project's packages. */
module.exports = {
  readVersion: (contents) => JSON.parse(contents).version,
  writeVersion: (contents, version) => {
    const lock = JSON.parse(contents);
    lock.version = version;
    for (const [path, entry] of Object.entries(lock.packages))
      if (!path.includes("node_modules")) entry.version = version;
    return `${JSON.stringify(lock, null, 2)}\n`;
  },
};
