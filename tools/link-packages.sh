#!/bin/sh
# Links the npm packages of a clone into another clone, which keeps its own workspaces.
# Usage: tools/link-packages.sh FROM TO
set -eu
mkdir "$2/node_modules"
ln -s "$1"/node_modules/* "$1"/node_modules/.bin "$2/node_modules/"
for package in "$2"/packages/*; do
  [ -d "$package" ] || continue
  name=$(basename "$package")
  ln -sfn "../packages/$name" "$2/node_modules/$name"
  nested=$1/packages/$name/node_modules
  if [ -d "$nested" ]; then ln -s "$nested" "$package/node_modules"; fi
done
