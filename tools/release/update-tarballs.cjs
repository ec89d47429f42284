/** Names of this project's tarballs, with their version. */
const TARBALL = /((?:job-status-poller|local-aws)-)(\d[\w.-]*)(?=\.tgz)/g;

/** Updater of commit-and-tag-version for files that name tarballs. */
module.exports = {
  readVersion: (contents) => [...contents.matchAll(TARBALL)][0]?.[2],
  writeVersion: (contents, version) => contents.replaceAll(TARBALL, (_, before) => `${before}${version}`),
};
