#!/bin/sh
# Links the npm packages of a clone into another clone, which keeps its own workspaces.
# Usage: tools/link-packages.sh FROM TO
set -eu
mkdir "$2/node_modules"
ln -s "$1"/node_modules/* "$1"/node_modules/.bin "$2/node_modules/"
for package in "$2"/packages/*; do
  name=$(basename "$package")
  ln -sfn "../packages/$name" "$2/node_modules/$name"
done
